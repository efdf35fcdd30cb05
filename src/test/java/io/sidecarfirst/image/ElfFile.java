package io.sidecarfirst.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The head of a program for Linux of 64 bits, little-endian (elf(5)).
 *
 * @param machine the processor's number, {@code e_machine}
 * @param segments which types of program headers there are, {@code p_type}
 */
record ElfFile(int machine, Set<Integer> segments) {
    static final int X86_64 = 62;
    static final int AARCH64 = 183;

    private static final int DYNAMIC = 2;
    private static final int INTERPRETER = 3;

    /** @throws IllegalArgumentException if it is something else */
    static ElfFile of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != 0x464c457f || bytes.get(4) != 2 || bytes.get(5) != 1) {
            throw new IllegalArgumentException("no ELF file of 64 bits, little-endian");
        }
        int headers = Math.toIntExact(bytes.getLong(32));
        int size = bytes.getShort(54);
        return new ElfFile(
                bytes.getShort(18),
                IntStream.range(0, bytes.getShort(56))
                        .mapToObj(i -> bytes.getInt(headers + i * size))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether it needs nothing of the system's files to start. */
    boolean isStatic() {
        return !segments.contains(INTERPRETER) && !segments.contains(DYNAMIC);
    }
}
