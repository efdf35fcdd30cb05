package io.sidecarfirst.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.certificates.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("test CA");
    private static final Issued OLD = AUTHORITY.server("old.test", "127.0.0.1");
    private static final Issued NEW = AUTHORITY.server("new.test");

    private volatile Instant now = Instant.now();
    private final LogLines log = new LogLines();

    /** Never comes round by itself. */
    private final CertificateFiles files =
            new CertificateFiles(Duration.ofHours(1), () -> now, CertificateListener.NONE);

    @TempDir
    private Path directory;

    private Path chain;
    private Path key;

    @BeforeEach
    void write() {
        OLD.writeTo(directory);
        chain = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
    }

    @AfterEach
    void close() {
        files.close();
        log.close();
    }

    @Test
    void loadsAtOnce() {
        ReloadableKeyManager keys = files.keys(chain, key);

        assertThat(keys.current().leaf()).isEqualTo(OLD.certificate());
        assertThat(log.infos())
                .singleElement()
                .asString()
                .contains(
                        "TLS certificate loaded",
                        chain.toString(),
                        "CN=old.test",
                        "[old.test, 127.0.0.1]",
                        OLD.certificate().getSerialNumber().toString(16),
                        OLD.certificate().getNotAfter().toInstant().toString());
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void failsAtOnceWhenTheFilesAreBad() throws IOException {
        assertThatThrownBy(() -> files.keys(directory.resolve("missing.crt"), key))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("missing.crt does not exist");
        assertThatThrownBy(() -> files.keys(directory, key))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("cannot be read");
        Files.write(chain, new byte[PemFile.MAX_BYTES + 1]);
        assertThatThrownBy(() -> files.keys(chain, key))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("larger than 1 MiB");
        Files.writeString(chain, NEW.certificatePem());
        assertThatThrownBy(() -> files.keys(chain, key))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("issued together");
    }

    @Test
    void refusesAnIntervalOfNothing() {
        assertThatThrownBy(() -> new CertificateFiles(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CertificateFiles(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAGoodChangeWhenItHasSettled() {
        ReloadableKeyManager keys = files.keys(chain, key);
        NEW.writeTo(directory);

        files.poll();
        assertThat(keys.current().leaf()).isEqualTo(OLD.certificate());
        files.poll();
        assertThat(keys.current().leaf()).isEqualTo(NEW.certificate());

        poll(3);
        assertThat(log.infos()).hasSize(2).last().asString().contains("reloaded", "CN=new.test");
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void isSilentAboutACopyInProgress() throws IOException {
        ReloadableKeyManager keys = files.keys(chain, key);

        Files.writeString(chain, NEW.certificatePem());
        files.poll();
        Files.delete(key);
        files.poll();
        NEW.writeTo(directory);
        poll(2);

        assertThat(keys.current().leaf()).isEqualTo(NEW.certificate());
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void keepsTheOldPairWhileTheNewOneIsHalfWritten() throws IOException {
        ReloadableKeyManager keys = files.keys(chain, key);
        String half = NEW.certificatePem().substring(0, 200);

        Files.writeString(chain, half);
        poll(5);
        assertThat(keys.current().leaf()).isEqualTo(OLD.certificate());
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("the previous one stays in use", chain.toString(), "cut off", "write the whole file");

        NEW.writeTo(directory);
        poll(2);
        assertThat(keys.current().leaf()).isEqualTo(NEW.certificate());
    }

    @Test
    void keepsTheOldPairWhileTheNewOneIsMismatched() throws IOException {
        ReloadableKeyManager keys = files.keys(chain, key);

        Files.writeString(key, NEW.keyPem());
        poll(5);
        assertThat(keys.current().leaf()).isEqualTo(OLD.certificate());
        assertThat(log.warnings()).singleElement().asString().contains(key.toString(), "does not belong");

        Files.writeString(chain, NEW.certificatePem());
        poll(5);
        assertThat(keys.current().leaf()).isEqualTo(NEW.certificate());
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void keepsTheOldPairWhileAFileIsMissing() throws IOException {
        ReloadableKeyManager keys = files.keys(chain, key);

        Files.delete(key);
        poll(5);
        assertThat(keys.current().leaf()).isEqualTo(OLD.certificate());
        assertThat(log.warnings()).singleElement().asString().contains(key.toString(), "does not exist");

        OLD.writeTo(directory);
        poll(5);
        assertThat(log.infos()).as("mended").hasSize(2);
    }

    @Test
    void complainsAnewOfAnotherProblem() throws IOException {
        files.keys(chain, key);

        Files.writeString(chain, "one");
        poll(3);
        Files.writeString(chain, "two");
        poll(3);

        assertThat(log.warnings()).hasSize(2);
    }

    @Test
    void followsTheSymbolicLinksOfASecretVolume() throws IOException {
        // kubelet: tls.crt -> ..data/tls.crt, ..data -> ..2026_01_01; the latter is swapped by a rename.
        Path volume = Files.createDirectory(directory.resolve("volume"));
        OLD.writeTo(Files.createDirectory(volume.resolve("..1")));
        NEW.writeTo(Files.createDirectory(volume.resolve("..2")));
        Files.createSymbolicLink(volume.resolve("..data"), Path.of("..1"));
        Path crt = Files.createSymbolicLink(volume.resolve("tls.crt"), Path.of("..data/tls.crt"));
        Path keyLink = Files.createSymbolicLink(volume.resolve("tls.key"), Path.of("..data/tls.key"));
        ReloadableKeyManager keys = files.keys(crt, keyLink);

        Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of("..2"));
        Files.move(volume.resolve("..data_tmp"), volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        poll(2);

        assertThat(keys.current().leaf()).isEqualTo(NEW.certificate());
    }

    @Test
    void warnsOnceBeforeAndOnceAfterTheEnd() {
        Instant end = Instant.parse("2030-01-31T00:00:00Z");
        issue(Instant.parse("2030-01-01T00:00:00Z"), end);
        now = end.minus(Duration.ofHours(25));
        files.keys(chain, key);
        poll(3);
        assertThat(log.warnings()).isEmpty();

        now = end.minus(Duration.ofHours(23));
        poll(3);
        assertThat(log.warnings()).singleElement().asString().contains("expires soon", end.toString());

        now = end.plusSeconds(1);
        poll(3);
        assertThat(log.warnings()).hasSize(2).last().asString().contains("has expired");
    }

    @Test
    void measuresShortLivesByTheirOwnLength() {
        Instant end = Instant.parse("2030-01-01T04:00:00Z");
        issue(end.minus(Duration.ofHours(4)), end);
        now = end.minus(Duration.ofMinutes(61));
        files.keys(chain, key);
        assertThat(log.warnings()).isEmpty();

        now = end.minus(Duration.ofMinutes(59));
        poll(1);
        assertThat(log.warnings()).singleElement().asString().contains("expires soon");
    }

    @Test
    void servesAnExpiredCertificateWithAWarning() {
        Instant end = now.minus(Duration.ofDays(1));
        Issued expired = issue(end.minus(Duration.ofDays(1)), end);

        assertThat(files.keys(chain, key).current().leaf()).isEqualTo(expired.certificate());
        assertThat(log.warnings()).singleElement().asString().contains("has expired");
    }

    @Test
    void warnsOfACertificateThatIsNotValidYet() {
        issue(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(100)));

        files.keys(chain, key);
        assertThat(log.warnings()).singleElement().asString().contains("not valid yet");
    }

    @Test
    void warnsOfACertificateWithoutNames() {
        AUTHORITY.leaf("only a CN").issue().writeTo(directory);

        files.keys(chain, key);
        assertThat(log.warnings()).singleElement().asString().contains("has no subjectAltName");
    }

    @Test
    void reloadsClientAuthorities() throws Exception {
        TestAuthority other = TestAuthority.create("other CA");
        X509Certificate[] client = {other.client("caller").certificate()};
        Path bundle = AUTHORITY.writeTo(directory);
        ClientTrustManager clients = files.clients(bundle, Set.of());
        assertThatThrownBy(() -> clients.checkClientTrusted(client, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);

        Files.writeString(bundle, "garbage");
        poll(4);
        assertThat(clients.getAcceptedIssuers()).containsExactly(AUTHORITY.certificate());
        assertThat(log.warnings()).singleElement().asString().contains("Client authority not reloaded", "ca.crt");

        Files.writeString(bundle, AUTHORITY.pem() + other.pem());
        poll(4);
        clients.checkClientTrusted(client, "ECDHE_ECDSA");
        assertThat(log.infos()).hasSize(2).last().asString().contains("2 client authorities", "other CA");
    }

    @Test
    void failsAtOnceWhenTheBundleIsBad() throws IOException {
        Path bundle = Files.writeString(directory.resolve("ca.crt"), OLD.keyPem());

        assertThatThrownBy(() -> files.clients(bundle, Set.of()))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("ca.crt holds PEM, but no certificate");
    }

    @Test
    void looksByItself() {
        try (CertificateFiles restless = new CertificateFiles(Duration.ofMillis(5))) {
            ReloadableKeyManager keys = restless.keys(chain, key);
            NEW.writeTo(directory);

            await().until(() -> keys.current().leaf().equals(NEW.certificate()));
        }
    }

    private Issued issue(Instant notBefore, Instant notAfter) {
        Issued issued = AUTHORITY
                .leaf("dated")
                .names("dated.test")
                .valid(notBefore, notAfter)
                .issue();
        issued.writeTo(directory);
        return issued;
    }

    private void poll(int times) {
        for (int i = 0; i < times; i++) {
            files.poll();
        }
    }
}
