package io.sidecarfirst.repack;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the classes of an unpacked jar that are older than Java 6 anew, as Java 8 has them. An AOT cache does not take
 * those ("Old class has been linked", a JDK 25 says of each), so every start would read and verify them again;
 * picocli's are such. What is added are stack maps, which a JVM verifies new classes by; the code stays as it is.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.10">JVM specification, 4.10</a>:
 *     classes of version 50 and later are verified by type checking
 */
public final class OldClasses {
    /** The version of Java 6. */
    private static final int FIRST_TAKEN = 50;

    private final ClassFile files;

    private OldClasses(ClassHierarchyResolver types) {
        this.files = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(types));
    }

    /**
     * Rewrites them in place.
     *
     * @param args the folder of the unpacked jar
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
                Stream<Path> all = Files.walk(folder)) {
            OldClasses old = new OldClasses(ClassHierarchyResolver.ofResourceParsing(loader));
            List<Path> classes = all.filter(file -> file.toString().endsWith(".class")).toList();
            int count = 0;
            for (Path file : classes) {
                byte[] bytes = Files.readAllBytes(file);
                if (majorVersion(bytes) < FIRST_TAKEN) {
                    Files.write(file, old.rewritten(bytes));
                    count++;
                }
            }
            System.out.printf("repack: %d of %d classes were older than Java 6%n", count, classes.size());
        }
    }

    private static int majorVersion(byte[] bytes) {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(6));
    }

    private byte[] rewritten(byte[] bytes) {
        ClassModel model = files.parse(bytes);
        return files.transformClass(model, OldClasses::rewrite);
    }

    /** Only a method that is built anew gets a stack map. */
    private static void rewrite(ClassBuilder builder, ClassElement element) {
        switch (element) {
            case ClassFileVersion _ -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            case MethodModel method ->
                builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
            default -> builder.with(element);
        }
    }
}
