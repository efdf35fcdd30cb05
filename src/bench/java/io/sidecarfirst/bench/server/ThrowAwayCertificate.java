package io.sidecarfirst.bench.server;

import io.sidecarfirst.certificates.EphemeralCa;
import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate for the servers of one run, as files that the user of a container can read.
 *
 * @param directory it has {@code tls.crt} and {@code tls.key}
 */
public record ThrowAwayCertificate(Path directory) {

    /**
     * Makes one.
     *
     * @param names besides those of loopback
     */
    public static ThrowAwayCertificate make(Path directory, List<String> names) {
        return write(directory, SelfMadeCertificate.make(names));
    }

    /**
     * Makes one that an authority of its own has signed, as a replica wants it that looks whether it is trusted.
     *
     * @param serverName such as {@code sidecar-first.bench.svc}
     */
    public static ThrowAwayCertificate issue(Path directory, String serverName) {
        return write(directory, EphemeralCa.issue(serverName, Duration.ofDays(1), Instant.now()));
    }

    private static ThrowAwayCertificate write(Path directory, KeyMaterial made) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            ThrowAwayCertificate certificate = new ThrowAwayCertificate(directory.toAbsolutePath());
            write(certificate.chain(), made.chainPem());
            write(certificate.key(), made.keyPem());
            return certificate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String pem) throws IOException {
        Files.writeString(file, pem);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** The certificate, which signs itself or has its authority behind it. */
    public Path chain() {
        return directory.resolve("tls.crt");
    }

    /** Its private key. */
    public Path key() {
        return directory.resolve("tls.key");
    }

    /** The certificate, and its authority if it has one, as text. */
    public String pem() {
        try {
            return Files.readString(chain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
