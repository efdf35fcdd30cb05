package io.sidecarfirst.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a process uses, read from {@code /proc}. A container's process is read in the same way: it is in this machine's
 * {@code /proc} too, where Docker runs on it. It is the only one in its container.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
public final class ServerProcess {
    /** {@code USER_HZ}, in which the kernel tells times to programs: 100 on every processor that Linux runs on now. */
    private static final double TICKS_PER_SECOND = 100;

    private final Path directory;

    /** @param pid of a process that runs */
    public ServerProcess(long pid) {
        directory = Path.of("/proc", Long.toString(pid));
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return Files.exists(directory);
    }

    /** Processor time that it has used so far, in seconds, in steps of 10 ms; NaN where there is no such file. */
    public double cpuSeconds() {
        try {
            String stat = Files.readString(directory.resolve("stat"));
            // After the name, which may have blanks in it: state is field 3, utime 14, stime 15.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /**
     * Memory that it has written and shares with no other process, in MiB: what it costs the machine, which can neither
     * drop it nor use it twice.
     *
     * @throws UncheckedIOException if this user may not read it; of another user's process only root may
     */
    public double privateMiB() {
        try {
            return field(Files.readAllLines(directory.resolve("smaps_rollup")), "Private_Dirty:")
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": run this as root to read the memory of a container", e);
        }
    }

    /** Resident memory, in MiB; NaN where there is no such file. */
    public double residentMiB() {
        return status("VmRSS:");
    }

    /** The most that was resident so far, in MiB; NaN where there is no such file. */
    public double peakMiB() {
        return status("VmHWM:");
    }

    private double status(String name) {
        try {
            return field(Files.readAllLines(directory.resolve("status")), name).orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static OptionalDouble field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst();
    }
}
