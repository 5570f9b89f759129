package dev.airelay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of each module and the direction of their dependencies, as docs/architecture.md lists them. */
final class PackageMapTest {
    private static final String PREFIX = "dev.airelay.";
    private static final String ROOT = "root";
    private static final String ARROW = " -> ";
    private static final Path PROJECT = Path.of("..");

    /**
     * One line per package, the lowest first, with the packages of the same module that it uses: all of them, and no
     * others. {@code root} is the module's root package.
     */
    private static final String PACKAGES = """
            auth.issuer
            auth.keyring
            auth.login -> issuer
            auth.session -> issuer, keyring
            backend.connect
            backend.account -> connect
            backend.call -> account, connect
            base
            cli.text
            cli.connect -> text
            cli.system -> text
            cli.relay -> connect, text
            cli.context -> connect, relay, text
            cli.command -> connect, context, relay, system, text
            cli -> command, context, text
            config
            config.token -> root
            emulator.common
            emulator.api -> common
            emulator.http -> api, common
            emulator.script -> api, http
            emulator.turn -> api, common, http, script
            emulator.fault -> api, common, http, script, turn
            emulator.issuer -> api, common, fault, http, script
            emulator.check -> api, common, http, issuer, turn
            emulator.control -> api, common, http, issuer, script
            emulator.backend -> api, check, common, fault, http, script, turn
            emulator -> api, backend, check, common, control, fault, http, issuer, script, turn
            security
            server.trace
            server.http -> trace
            server.form -> http
            server.guard -> http, trace
            server.metrics -> http
            server.upstream -> http, trace
            server.account -> http, upstream
            server.edge -> guard, http, trace
            server.generation -> form, http, trace, upstream
            server.ollama -> account, http
            server.page -> account, guard, http, trace, upstream
            server.storage -> form, generation, http, trace, upstream
            server -> account, edge, generation, guard, http, metrics, ollama, page, storage, trace, upstream
            store.frame
            store.conversation -> frame
            store.file -> frame
            store.response -> conversation, frame
            store.upload -> file, frame
            store -> conversation, file, frame, response, upload
            traffic.redact
            traffic.record -> redact
            traffic.write -> record, redact
            traffic.read -> redact, write
            transforms.event
            transforms.parameter
            transforms.sse
            transforms.failure -> event
            transforms.json -> event
            transforms.memory -> json
            transforms.spi -> event, failure, json, memory, parameter, sse
            transforms.reply -> event, failure, json, memory, spi
            transforms.request -> failure, json, parameter, spi
            transforms.audio -> failure, json, parameter, request, spi
            transforms.input -> failure, request, spi
            transforms.tool -> failure, request
            transforms.anthropic -> event, failure, input, json, parameter, reply, request, spi, tool
            transforms.completions -> failure, input, json, parameter, reply, request, spi
            transforms.images -> event, failure, input, json, parameter, request, spi
            transforms.ollama -> event, failure, input, json, parameter, reply, request, spi, tool
            transforms.responses -> event, failure, input, json, memory, parameter, reply, request, spi, tool
            transforms.chat -> failure, input, json, memory, parameter, reply, request, responses, spi, tool
            """;

    private static final Pattern DEPENDENCY =
            Pattern.compile("^ +(dev\\.airelay\\.\\S+) +-> (dev\\.airelay\\.\\S+) ", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\{@link\\s+(?:\\*\\s+)?([\\w.]+)");

    /** The classes of each module by its short name: those that ship, without the tests that are patched in. */
    private final Map<String, Set<String>> classes = new TreeMap<>();

    private final List<Path> modules = new ArrayList<>();

    PackageMapTest() throws IOException {
        for (ModuleReference patched : bootModules()) {
            String name = patched.descriptor().name();
            if (name.startsWith(PREFIX)) {
                Path location = Path.of(patched.location().orElseThrow());
                modules.add(location);
                ModuleReference shipped = ModuleFinder.of(location).find(name).orElseThrow();
                classes.put(name.substring(PREFIX.length()), classes(shipped));
            }
        }
    }

    @Test
    void packagesDependOnEachOtherAsListed() {
        String found = table(dependencies());

        assertThat(found)
                .as("The packages as they are; copy this table into the test if the change is meant:\n%s", found)
                .isEqualTo(PACKAGES);
    }

    @Test
    void everyListedDependencyPointsToAnEarlierLine() {
        Set<String> earlier = new TreeSet<>();
        for (String line : PACKAGES.lines().toList()) {
            String[] sides = line.split(ARROW, 2);
            String module = sides[0].split("\\.", 2)[0];
            for (String target : sides.length == 1 ? new String[0] : sides[1].split(", ")) {
                assertThat(earlier).as(line).contains(target.equals(ROOT) ? module : module + "." + target);
            }
            assertThat(earlier.add(sides[0])).as("Listed once: %s", line).isTrue();
        }
    }

    @Test
    void everyPackageHasADescription() throws IOException {
        for (Path description : descriptions()) {
            assertThat(description).content(UTF_8).startsWith("/**").contains("Read first:");
        }
    }

    @Test
    void packageDescriptionsLinkToExistingTypes() throws IOException {
        Set<String> known = classes.values().stream()
                .flatMap(Set::stream)
                .map(name -> name.replace('$', '.'))
                .collect(Collectors.toSet());
        for (Path description : descriptions()) {
            List<String> links = LINK.matcher(Files.readString(description))
                    .results()
                    .map(link -> link.group(1))
                    .toList();
            assertThat(links).as("Links in %s", description).isNotEmpty();
            assertThat(links)
                    .as("Links in %s to types that do not exist", description)
                    .filteredOn(link -> !known.contains(link))
                    .isEmpty();
        }
    }

    private List<Path> descriptions() {
        List<Path> found = new ArrayList<>();
        classes.forEach((module, names) -> packages(names)
                .forEach(name -> found.add(PROJECT.resolve("airelay-" + module)
                        .resolve("src/main/java")
                        .resolve(name.replace('.', '/'))
                        .resolve("package-info.java"))));
        return found;
    }

    /** Returns for each package, by its full name, the others of its module that its classes mention. */
    private Map<String, Set<String>> dependencies() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Set<String> names : classes.values()) {
            packages(names).forEach(name -> found.put(name, new TreeSet<>()));
        }
        Matcher matcher = DEPENDENCY.matcher(jdeps());
        while (matcher.find()) {
            String from = matcher.group(1);
            String to = matcher.group(2);
            if (!from.equals(to) && module(from).equals(module(to))) {
                found.get(from).add(to);
            }
        }
        return found;
    }

    private String jdeps() {
        String path = bootModules().stream()
                .flatMap(module -> module.location().stream())
                .filter(location -> location.getScheme().equals("file"))
                .map(location -> Path.of(location).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
        Stream<String> options = Stream.of(
                "-verbose:package", "--multi-release", "base", "--ignore-missing-deps", "--module-path", path);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        Stream.concat(options, modules.stream().map(Path::toString))
                                .toArray(String[]::new));
        assertThat(code).as("jdeps: %s%s", out, err).isZero();
        return out.toString();
    }

    /** Writes the table of a graph: module by module, the packages whose dependencies are all listed before the others. */
    private static String table(Map<String, Set<String>> dependencies) {
        StringBuilder lines = new StringBuilder();
        Map<String, Set<String>> byModule = dependencies.keySet().stream()
                .collect(Collectors.groupingBy(
                        PackageMapTest::module, TreeMap::new, Collectors.toCollection(TreeSet::new)));
        byModule.forEach((module, waiting) -> {
            Set<String> listed = new TreeSet<>();
            while (!waiting.isEmpty()) {
                List<String> next = waiting.stream()
                        .filter(name -> listed.containsAll(dependencies.get(name)))
                        .toList();
                if (next.isEmpty()) {
                    // A cycle. Its packages are listed together, and no order satisfies the test.
                    next = List.copyOf(waiting);
                }
                next.forEach(name -> lines.append(line(name, dependencies.get(name))));
                listed.addAll(next);
                waiting.removeAll(next);
            }
        });
        return lines.toString();
    }

    private static String line(String name, Set<String> targets) {
        String shortName = name.substring(PREFIX.length());
        return targets.isEmpty()
                ? shortName + "\n"
                : shortName + ARROW + targets.stream().map(PackageMapTest::room).collect(Collectors.joining(", "))
                        + "\n";
    }

    private static String module(String packageName) {
        return packageName.substring(PREFIX.length()).split("\\.", 2)[0];
    }

    private static String room(String packageName) {
        String shortName = packageName.substring(PREFIX.length());
        int dot = shortName.indexOf('.');
        return dot < 0 ? ROOT : shortName.substring(dot + 1);
    }

    private static Set<String> packages(Set<String> classes) {
        return classes.stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<ModuleReference> bootModules() {
        return ModuleLayer.boot().configuration().modules().stream()
                .map(ResolvedModule::reference)
                .toList();
    }

    private static Set<String> classes(ModuleReference module) throws IOException {
        try (ModuleReader reader = module.open();
                Stream<String> resources = reader.list()) {
            return resources
                    .filter(name -> name.endsWith(".class") && name.contains("/"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
