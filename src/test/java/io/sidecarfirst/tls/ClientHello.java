package io.sidecarfirst.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A client's first message, written by hand: it offers what no TLS library speaks any more.
 *
 * @param version the only one that is offered
 * @param suites numbers of cipher suites
 * @param groups numbers of groups for the key exchange
 * @param serverName whom the client means to call; empty: it does not say
 * @param protocols what it would speak (ALPN); empty: it does not say
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.2">RFC 5246 section 7.4.1.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2">RFC 8446 section 4.1.2</a>
 */
public record ClientHello(
        TlsVersion version, List<Integer> suites, List<Integer> groups, String serverName, List<String> protocols) {
    static final int SERVER_NAME = 0;
    static final int SUPPORTED_GROUPS = 10;
    static final int POINT_FORMATS = 11;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int PROTOCOLS = 16;
    static final int SUPPORTED_VERSIONS = 43;
    static final int KEY_SHARE = 51;
    static final int RENEGOTIATION_INFO = 0xff01;

    /** Where the registry of cipher suites has entries, without the two that are signals and no suites. */
    private static final List<Integer> EVERY_SUITE = Stream.of(
                    IntStream.range(0x0000, 0x00ff),
                    IntStream.range(0x1300, 0x1400),
                    IntStream.range(0xc000, 0xc200),
                    IntStream.range(0xcc00, 0xcd00),
                    IntStream.range(0xd000, 0xd100),
                    IntStream.range(0xfe00, 0x10000))
            .flatMap(IntStream::boxed)
            .toList();

    /** Elliptic curves and their like, finite fields, and hybrids with ML-KEM. */
    private static final List<Integer> EVERY_GROUP = Stream.of(
                    IntStream.range(0x0001, 0x0030),
                    IntStream.range(0x0100, 0x0105),
                    IntStream.range(0x0200, 0x0203),
                    IntStream.range(0x11eb, 0x11ee))
            .flatMap(IntStream::boxed)
            .toList();

    /** Signatures by every algorithm and hash, MD5 and SHA-1 included. */
    private static final List<Integer> EVERY_SIGNATURE = Stream.of(
                    IntStream.rangeClosed(1, 6)
                            .flatMap(hash -> IntStream.rangeClosed(1, 3).map(algorithm -> (hash << 8) | algorithm)),
                    IntStream.range(0x0804, 0x080c))
            .flatMap(IntStream::boxed)
            .toList();

    /** Takes everything, and does not say whom it calls. */
    public static ClientHello of(TlsVersion version) {
        return new ClientHello(version, EVERY_SUITE, EVERY_GROUP, "", List.of());
    }

    /** Takes these cipher suites alone. */
    public ClientHello offering(Integer... numbers) {
        return new ClientHello(version, List.of(numbers), groups, serverName, protocols);
    }

    ClientHello withoutSuites(Collection<Integer> known) {
        List<Integer> left =
                suites.stream().filter(suite -> !known.contains(suite)).toList();
        return new ClientHello(version, left, groups, serverName, protocols);
    }

    ClientHello withoutGroups(Collection<Integer> known) {
        List<Integer> left =
                groups.stream().filter(group -> !known.contains(group)).toList();
        return new ClientHello(version, suites, left, serverName, protocols);
    }

    /** Server name indication. */
    public ClientHello to(String name) {
        return new ClientHello(version, suites, groups, name, protocols);
    }

    /** Application-layer protocol negotiation. */
    public ClientHello speaking(String... names) {
        return new ClientHello(version, suites, groups, serverName, List.of(names));
    }

    /** As one record. */
    byte[] bytes() {
        Bytes body = new Bytes()
                .number(2, Math.min(version.number, TlsVersion.TLS_1_2.number))
                .raw(new byte[32]) // Not random: nothing is kept secret here.
                .list(1, new Bytes().raw(new byte[32]))
                .list(2, Bytes.numbers(suites))
                .list(1, new Bytes().number(1, 0));
        if (version != TlsVersion.SSL_3_0) {
            body.list(2, extensions());
        }
        Bytes message = new Bytes().number(1, TlsReply.CLIENT_HELLO).list(3, body);
        return new Bytes()
                .number(1, TlsReply.HANDSHAKE)
                .number(2, Math.min(version.number, TlsVersion.TLS_1_0.number))
                .list(2, message)
                .array();
    }

    private Bytes extensions() {
        Bytes all = new Bytes()
                .extension(SUPPORTED_GROUPS, new Bytes().list(2, Bytes.numbers(groups)))
                .extension(POINT_FORMATS, new Bytes().list(1, new Bytes().number(1, 0)))
                .extension(RENEGOTIATION_INFO, new Bytes().list(1, new Bytes()));
        if (version.number >= TlsVersion.TLS_1_2.number) {
            all.extension(SIGNATURE_ALGORITHMS, new Bytes().list(2, Bytes.numbers(EVERY_SIGNATURE)));
        }
        if (version == TlsVersion.TLS_1_3) {
            all.extension(SUPPORTED_VERSIONS, new Bytes().list(1, new Bytes().number(2, version.number)));
            // No key: the server names the group that it wants one of.
            all.extension(KEY_SHARE, new Bytes().list(2, new Bytes()));
        }
        if (!serverName.isEmpty()) {
            Bytes name = new Bytes().number(1, 0).list(2, new Bytes().raw(serverName.getBytes(US_ASCII)));
            all.extension(SERVER_NAME, new Bytes().list(2, name));
        }
        if (!protocols.isEmpty()) {
            Bytes names = new Bytes();
            protocols.forEach(name -> names.list(1, new Bytes().raw(name.getBytes(US_ASCII))));
            all.extension(PROTOCOLS, new Bytes().list(2, names));
        }
        return all;
    }

    /** Numbers and lists as TLS writes them. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        static Bytes numbers(List<Integer> numbers) {
            Bytes bytes = new Bytes();
            numbers.forEach(number -> bytes.number(2, number));
            return bytes;
        }

        Bytes number(int size, int value) {
            for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
                out.write(value >> shift);
            }
            return this;
        }

        Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        /** Behind its length in bytes. */
        Bytes list(int sizeOfLength, Bytes content) {
            byte[] bytes = content.array();
            return number(sizeOfLength, bytes.length).raw(bytes);
        }

        Bytes extension(int type, Bytes content) {
            return number(2, type).list(2, content);
        }

        byte[] array() {
            return out.toByteArray();
        }
    }
}
