package io.sidecarfirst.bench.server;

import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        KeyMaterial made = SelfMadeCertificate.make(names);
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

    /** The certificate, which signs itself. */
    public Path chain() {
        return directory.resolve("tls.crt");
    }

    /** Its private key. */
    public Path key() {
        return directory.resolve("tls.key");
    }

    /** The certificate as text. */
    public String pem() {
        try {
            return Files.readString(chain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
