package dev.airelay.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The exported API of each published module, as its {@code api.txt} lists it: public types in exported packages with their public and
 * protected members. A change of the API is a change of this file too. With {@code -Dairelay.docs=write} the test writes it.
 */
class ExportedApiPageTest {
    private static final String PREFIX = "dev.airelay.";
    private static final boolean WRITE = "write".equals(System.getProperty("airelay.docs"));
    private static final String COMMAND = "mvn test -pl airelay-junit -am -Dtest=ExportedApiPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dairelay.docs=write";

    @Test
    void exportedApiOfEachModuleIsTheCommittedOne() throws IOException {
        List<ModuleReference> modules = modules();
        assertThat(modules)
                .extracting(module -> module.descriptor().name())
                .contains("dev.airelay.junit", "dev.airelay.server", "dev.airelay.transforms", "dev.airelay.emulator");
        for (ModuleReference module : modules) {
            String name = module.descriptor().name().substring(PREFIX.length());
            Path file = Path.of("..", "airelay-" + name, "api.txt");
            List<String> api = api(module);
            if (WRITE) {
                Files.write(file, api, UTF_8);
            }
            assertThat(file).as("write it with: %s", COMMAND).exists();
            assertThat(Files.readAllLines(file))
                    .as("the exported API of %s changed; if that is meant, run: %s", name, COMMAND)
                    .containsExactlyElementsOf(api);
        }
    }

    @Test
    void listsMembersThatOtherProgramsSee() {
        assertThat(describe(Sample.class))
                .containsExactly(
                        "public abstract class " + Sample.class.getName() + "<T extends java.lang.Comparable<T>>"
                                + " implements java.util.function.Supplier<T>",
                        "    protected abstract void dev.airelay.junit.ExportedApiPageTest$Sample.grow(int)",
                        "    protected dev.airelay.junit.ExportedApiPageTest$Sample(T) throws java.io.IOException",
                        "    public static final int dev.airelay.junit.ExportedApiPageTest$Sample.LIMIT");
        assertThat(describe(Point.class))
                .startsWith(
                        "public record " + Point.class.getName() + "(int x, java.util.List<java.lang.String> names)");
    }

    /** A type with everything that a description has, and members that nobody else sees. */
    public abstract static class Sample<T extends Comparable<T>> implements java.util.function.Supplier<T> {
        public static final int LIMIT = 1;
        final int hidden = 2;

        protected Sample(T first) throws IOException {}

        Sample() {}

        protected abstract void grow(int by);

        void hidden() {}
    }

    /** A record. */
    public record Point(int x, List<String> names) {}

    private static List<ModuleReference> modules() {
        return ModuleLayer.boot().configuration().modules().stream()
                .map(ResolvedModule::reference)
                .filter(module -> module.descriptor().name().startsWith(PREFIX))
                // Without the tests that are patched in.
                .map(module -> ModuleFinder.of(Path.of(module.location().orElseThrow()))
                        .find(module.descriptor().name())
                        .orElseThrow())
                .toList();
    }

    private static List<String> api(ModuleReference module) throws IOException {
        Module loaded =
                ModuleLayer.boot().findModule(module.descriptor().name()).orElseThrow();
        List<String> lines = new ArrayList<>();
        for (String exported : module.descriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .toList()) {
            lines.add("package " + exported);
            lines.add("");
            for (String name : classes(module, exported)) {
                Class<?> type = Class.forName(loaded, name);
                assertThat(type).as(name).isNotNull();
                if (isVisible(type)) {
                    lines.addAll(describe(type));
                    lines.add("");
                }
            }
        }
        return lines;
    }

    private static List<String> classes(ModuleReference module, String packageName) throws IOException {
        String directory = packageName.replace('.', '/') + "/";
        try (ModuleReader reader = module.open();
                Stream<String> resources = reader.list()) {
            return resources
                    .filter(name -> name.startsWith(directory) && name.endsWith(".class"))
                    .filter(name -> name.indexOf('/', directory.length()) < 0 && !name.endsWith("package-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isVisible(Class<?> type) {
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && isVisible(type.getModifiers())
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static List<String> describe(Class<?> type) {
        List<String> lines = new ArrayList<>();
        lines.add(head(type));
        Stream<Executable> code =
                Stream.concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()));
        Stream<Field> fields = Stream.of(type.getDeclaredFields());
        Stream.concat(code, fields)
                .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
                .map(ExportedApiPageTest::describe)
                .map(line -> "    " + line)
                .sorted()
                .forEach(lines::add);
        return lines;
    }

    private static String describe(Member member) {
        if (member instanceof Method method) {
            return method.toGenericString();
        }
        return member instanceof Constructor<?> constructor
                ? constructor.toGenericString()
                : ((Field) member).toGenericString();
    }

    private static String head(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
        StringBuilder head =
                new StringBuilder(modifiers(type)).append(kind).append(' ').append(type.getName());
        if (type.getTypeParameters().length > 0) {
            head.append(Stream.of(type.getTypeParameters())
                    .map(ExportedApiPageTest::variable)
                    .collect(Collectors.joining(", ", "<", ">")));
        }
        if (type.isRecord()) {
            head.append(Stream.of(type.getRecordComponents())
                    .map(ExportedApiPageTest::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        } else if (!type.isEnum() && type.getSuperclass() != null && type.getSuperclass() != Object.class) {
            head.append(" extends ").append(type.getGenericSuperclass().getTypeName());
        }
        head.append(list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces()));
        return head.append(type.isSealed() ? list(" permits ", type.getPermittedSubclasses()) : "")
                .toString();
    }

    /** Without those that the kind of type implies. */
    private static String modifiers(Class<?> type) {
        boolean implied = type.isInterface() || type.isRecord() || type.isEnum();
        int modifiers = type.getModifiers() & ~(Modifier.STATIC | Modifier.INTERFACE);
        int shown = implied ? modifiers & ~(Modifier.ABSTRACT | Modifier.FINAL) : modifiers;
        return Modifier.toString(shown) + " " + (type.isSealed() ? "sealed " : "");
    }

    private static String component(RecordComponent component) {
        return component.getGenericType().getTypeName() + " " + component.getName();
    }

    private static String variable(TypeVariable<?> variable) {
        List<Type> bounds = Stream.of(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .toList();
        return variable.getName()
                + (bounds.isEmpty()
                        ? ""
                        : " extends " + bounds.stream().map(Type::getTypeName).collect(Collectors.joining(" & ")));
    }

    private static String list(String before, Type[] types) {
        return types.length == 0
                ? ""
                : Stream.of(types).map(Type::getTypeName).sorted().collect(Collectors.joining(", ", before, ""));
    }
}
