package dev.airelay.bench;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The use that a class makes of patterns, by its class file. */
final class RegexUse extends ClassVisitor {
    private static final String PATTERN = "java/util/regex/Pattern";
    private static final String MATCHER = "java/util/regex/Matcher";
    private static final Set<String> SEARCHES =
            Set.of("find", "results", "replaceAll", "replaceFirst", "split", "splitAsStream", "asPredicate");
    private static final Set<String> OF_STRING = Set.of("matches", "replaceAll", "replaceFirst", "split");

    private final SortedSet<String> hidden = new TreeSet<>();
    private final SortedSet<String> searchedFields = new TreeSet<>();
    private boolean compiles;
    private boolean searchesOthers;

    private RegexUse() {
        super(Opcodes.ASM9);
    }

    static RegexUse of(byte[] classFile) {
        RegexUse use = new RegexUse();
        new ClassReader(classFile).accept(use, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return use;
    }

    /** Returns where patterns are compiled that no static field leads to. */
    SortedSet<String> hidden() {
        return hidden;
    }

    /** Returns whether patterns are compiled when the class is initialized. */
    boolean compiles() {
        return compiles;
    }

    /** Returns whether a method that reads this static field tries patterns from every position of a text. */
    boolean searches(Class<?> owner, String field) {
        return searchedFields.contains(owner.getName() + "." + field);
    }

    /** Returns whether a method tries patterns from every position that it has from elsewhere. */
    boolean searchesOthers() {
        return searchesOthers;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9) {
            private final Set<String> fields = new HashSet<>();
            private boolean searches;
            private Object lastConstant;

            @Override
            public void visitEnd() {
                if (searches) {
                    searchedFields.addAll(fields);
                    searchesOthers |= fields.isEmpty();
                }
            }

            @Override
            public void visitLdcInsn(Object value) {
                lastConstant = value;
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String type) {
                lastConstant = null;
                if (opcode == Opcodes.GETSTATIC) {
                    fields.add(owner.replace('/', '.') + "." + name);
                }
            }

            @Override
            public void visitVarInsn(int opcode, int variable) {
                lastConstant = null;
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String type, boolean ofInterface) {
                searches |= called(method, owner, name, lastConstant);
                lastConstant = null;
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
                lastConstant = null;
                for (Object argument : arguments) {
                    if (argument instanceof Handle handle) {
                        searches |= called(method, handle.getOwner(), handle.getName(), null);
                    }
                }
            }
        };
    }

    /** Returns whether the method that is called searches. */
    private boolean called(String method, String owner, String name, Object lastConstant) {
        if (owner.equals(PATTERN) && name.equals("compile")) {
            boolean atInitialization = method.equals("<clinit>") || method.startsWith("lambda$static$");
            compiles |= atInitialization;
            if (!atInitialization) {
                hidden.add(method + " calls Pattern.compile");
            }
        }
        if (owner.equals(PATTERN) && name.equals("matches")) {
            hidden.add(method + " calls Pattern.matches");
        }
        boolean literal = name.equals("split") && isFastSplit(lastConstant);
        if (owner.equals("java/lang/String") && OF_STRING.contains(name) && !literal) {
            hidden.add(method + " calls String." + name);
        }
        return (owner.equals(MATCHER) || owner.equals(PATTERN)) && SEARCHES.contains(name);
    }

    /** A single character that means itself is split at without a pattern, also one that is escaped. */
    private static boolean isFastSplit(Object constant) {
        if (!(constant instanceof String text)) {
            return false;
        }
        return text.length() == 1
                ? ".$|()[{^?*+\\".indexOf(text.charAt(0)) < 0
                : text.length() == 2 && text.charAt(0) == '\\' && !Character.isLetterOrDigit(text.charAt(1));
    }
}
