package io.sidecarfirst.bench.server;

import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.DefaultAdmission;
import io.sidecarfirst.bench.machine.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@link BareServer} as a process of its own: what every server in Java is bound by. In memory and collector it is like
 * the image under the chart's limit.
 *
 * @param java the program {@code java}
 * @param flags for it, besides those that all have
 */
public record BareTarget(String java, List<String> flags, ThrowAwayCertificate certificate, Path answer)
        implements Target {
    private static final Path DIRECTORY = Path.of("target/bench");
    private static final Path JAR = DIRECTORY.resolve("bare-server.jar");
    private static final Path LOG = DIRECTORY.resolve("bare.log");

    // Without the first, small answers wait for a timer; with 200 idle connections at most, 256 would be closed.
    private static final List<String> ALWAYS = List.of(
            "-Dsun.net.httpserver.nodelay=true",
            "-Dsun.net.httpserver.maxIdleConnections=4096",
            "-XX:+UseSerialGC",
            "-Xmx128m");

    /** One that answers as sidecar-first does to the body. */
    public static BareTarget answering(String java, Body body, ThrowAwayCertificate certificate) {
        try {
            Files.createDirectories(DIRECTORY);
            writeJar();
            Path answer = Files.write(DIRECTORY.resolve("bare-" + body.bytes().length + ".answer"), answerTo(body));
            return new BareTarget(java, List.of(), certificate, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What sidecar-first answers. */
    private static byte[] answerTo(Body body) {
        if (!(DefaultAdmission.make().answer(body.bytes()) instanceof Outcome.Answered answered)) {
            throw new IllegalStateException("no answer to " + body);
        }
        return answered.response().bytes();
    }

    /** A JVM archives classes of jars only. */
    private static void writeJar() throws IOException {
        String name = BareServer.class.getName().replace('.', '/') + ".class";
        try (InputStream code = Optional.ofNullable(BareServer.class.getResourceAsStream("/" + name))
                        .orElseThrow();
                JarOutputStream jar = new JarOutputStream(Files.newOutputStream(JAR))) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
    }

    @Override
    public String name() {
        return "bare";
    }

    /**
     * The same, started from an archive of what it loads: an AOT cache from JDK 25 on, an archive of classes before.
     */
    public BareTarget withArchive(Body body) throws InterruptedException {
        Path archive = DIRECTORY.resolve("bare.archive").toAbsolutePath();
        boolean hasCache = release() >= 25;
        String write = (hasCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        try (Server server = new BareTarget(java, List.of(write), certificate, answer).start()) {
            for (int i = 0; i < 100; i++) {
                server.awaitAnswer(body);
            }
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException(java + " wrote no archive; see " + LOG);
        }
        String use = (hasCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
        return new BareTarget(java, List.of(use), certificate, answer);
    }

    private int release() {
        Matcher matcher = Pattern.compile("version \"(\\d+)").matcher(Tool.run(java, "-version"));
        if (!matcher.find()) {
            throw new IllegalStateException(java + " does not say its version");
        }
        return Integer.parseInt(matcher.group(1));
    }

    @Override
    public Server start() {
        return startAt("127.0.0.1");
    }

    @Override
    public Server startAt(String address) {
        int port = StartedProcess.freePort();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(ALWAYS);
        command.addAll(flags);
        command.addAll(List.of("-cp", JAR.toString(), BareServer.class.getName(), address, "" + port));
        command.addAll(List.of(certificate.chain().toString(), certificate.key().toString(), answer.toString()));
        return StartedProcess.start(URI.create("https://" + address + ":" + port + "/mutate"), null, LOG, command);
    }
}
