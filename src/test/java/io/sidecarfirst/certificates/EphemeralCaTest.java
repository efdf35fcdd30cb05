package io.sidecarfirst.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EphemeralCaTest {
    private static final String SERVER = "sidecar-first.test.svc";

    private final KeyMaterial material = EphemeralCa.issue(SERVER, Duration.ofHours(1), Instant.now());
    private final X509Certificate leaf = material.leaf();
    private final X509Certificate authority = material.chain().get(1);

    @TempDir
    private Path folder;

    @Test
    void theLeafIsForTheServerAndTheAuthorityForTheLeaf() throws Exception {
        leaf.verify(authority.getPublicKey());
        authority.verify(authority.getPublicKey());
        assertThat(CertificateNames.of(leaf).dns()).containsExactly(SERVER);
        assertThat(leaf.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(authority.getBasicConstraints())
                .as("an authority of leaves only")
                .isZero();
        assertThat(EphemeralCa.made(authority)).isTrue();
        assertThat(EphemeralCa.made(leaf)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1", "fd00::1, fd00:0:0:0:0:0:0:1", "::ffff:10.0.0.1, 10.0.0.1"})
    void itIsForAnAddress(String asked, String written) {
        KeyMaterial made = EphemeralCa.issue(asked, Duration.ofHours(1), Instant.now());

        CertificateNames names = CertificateNames.of(made.leaf());
        assertThat(names.addresses()).containsExactly(written);
        assertThat(names.dns()).isEmpty();
        CaBundle bundle = new CaBundle(List.of(made.chain().get(1)));
        assertThat(bundle.verifies(made, asked, Instant.now())).isTrue();
        assertThat(bundle.verifies(made, "10.0.0.2", Instant.now())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*.example", "gates.example:443", "[::1]", "1.2.3"})
    void itIsForNothingElse(String name) {
        assertThatThrownBy(() -> EphemeralCa.issue(name, Duration.ofHours(1), Instant.now()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void bothSayWhichKeysTheyHaveAndWhichSignedThem() {
        assertThat(KeyIdentifiers.ofIssuer(leaf)).isEqualTo(KeyIdentifiers.ofSubject(authority));
        assertThat(KeyIdentifiers.ofIssuer(authority)).isEqualTo(KeyIdentifiers.ofSubject(authority));
        assertThat(KeyIdentifiers.ofSubject(leaf)).isNotEqualTo(KeyIdentifiers.ofSubject(authority));
        assertThat(Stream.of(leaf, authority).flatMap(certificate -> certificate.getCriticalExtensionOIDs().stream()))
                .as("key identifiers are not critical")
                .doesNotContain("2.5.29.14", "2.5.29.35");
    }

    /** By the letter of RFC 5280. */
    @Test
    void opensslAcceptsThemStrictly() throws Exception {
        assumeThat(isOnPath("openssl")).isTrue();
        Path ca = write("ca.crt", authority);
        Path crt = write("tls.crt", leaf);
        assertThat(verify("-CAfile", ca, ca)).isEqualTo(ca + ": OK\n");
        assertThat(verify("-purpose", "sslserver", "-verify_hostname", SERVER, "-CAfile", ca, crt))
                .isEqualTo(crt + ": OK\n");
    }

    private static String verify(Object... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "verify", "-x509_strict"));
        Stream.of(words).map(Object::toString).forEach(command::add);
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path write(String name, X509Certificate certificate) throws IOException {
        return Files.writeString(folder.resolve(name), new CaBundle(List.of(certificate)).pem());
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
