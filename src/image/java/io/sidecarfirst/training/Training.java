package io.sidecarfirst.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of the image: runs {@code serve} while the JVM records, runs the tasks against it, and stops it,
 * at which the JVM writes the cache. Then it proves that the cache is used; a build whose cache is not used fails.
 *
 * <p>Runs in the layout of the image, because the JVM ties the cache to the runtime, the jar's path, and the flags.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>: AOT command-line ergonomics
 * @see <a href="https://openjdk.org/jeps/515">JEP 515</a>: AOT method profiling
 */
public final class Training {
    /** Of all classes in a run that only serves: those loaded from the cache. The rest are proxies and lambdas. */
    private static final double LEAST_SHARE = 0.9;

    private Training() {}

    /**
     * Trains.
     *
     * @param args the jar, the cache to write, the folder of manifests
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path jar = Path.of(args[0]);
        Path cache = Path.of(args[1]);
        try (StandInApiServer server = new StandInApiServer()) {
            List<TrainingTask> tasks =
                    List.of(new ClusterTask(server), new ReviewTask(Path.of(args[2])), new HealthTask());
            record(jar, cache, tasks);
            prove(jar, cache, tasks);
        }
    }

    private static void record(Path jar, Path cache, List<TrainingTask> tasks)
            throws IOException, InterruptedException {
        try (RunningServer serve = RunningServer.start(jar, List.of("-XX:AOTCacheOutput=" + cache), tasks)) {
            for (TrainingTask task : tasks) {
                task.run(serve);
            }
            serve.stop();
            if (!Files.exists(cache)) {
                throw new IllegalStateException("the JVM wrote no AOT cache:\n" + serve.log());
            }
        }
        System.out.printf("training: the AOT cache has %.1f MiB%n", Files.size(cache) / 1048576.0);
    }

    /**
     * With the mode {@code on} a JVM that cannot use the cache does not start; the log of loaded classes tells the
     * rest.
     */
    private static void prove(Path jar, Path cache, List<TrainingTask> tasks) throws IOException, InterruptedException {
        List<String> flags = List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-Xlog:class+load");
        try (RunningServer serve = RunningServer.start(jar, flags, tasks)) {
            serve.stop();
            long cached = loaded(serve).filter(line -> line.contains("shared objects file")).count();
            long all = loaded(serve).count();
            System.out.printf("training: %d of %d classes come from the AOT cache%n", cached, all);
            if (cached < all * LEAST_SHARE) {
                loaded(serve).filter(line -> !line.contains("shared objects file")).forEach(System.err::println);
                throw new IllegalStateException("too few classes come from the AOT cache");
            }
        }
    }

    private static Stream<String> loaded(RunningServer serve) throws IOException {
        return serve.log().lines().filter(line -> line.contains("class,load") && line.contains(" source: "));
    }
}
