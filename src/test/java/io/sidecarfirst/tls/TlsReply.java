package io.sidecarfirst.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a server says to a {@link ClientHello}, as far as it is not encrypted. */
public sealed interface TlsReply {
    int HANDSHAKE = 22;
    int CLIENT_HELLO = 1;

    /**
     * An alert, and no more.
     *
     * @param alert its number: 40 handshake_failure, 70 protocol_version
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6">RFC 8446 section 6</a>
     */
    record Refused(int alert) implements TlsReply {}

    /**
     * A ServerHello; up to TLS 1.2 with what follows it.
     *
     * @param version the number of the version that it chose
     * @param warnsOfDowngrade whether its random says that the server could have spoken TLS 1.3: RFC 8446 section 4.1.3
     * @param suite the number of the cipher suite that it chose
     * @param compression 0: none
     * @param extensions their contents by their numbers
     * @param group the number of the group that it wants or has made a key of, if it named one
     * @param certificates the chain; empty in TLS 1.3, which encrypts it
     * @param asksForCertificate whether the client should show one
     */
    record Accepted(
            int version,
            boolean warnsOfDowngrade,
            int suite,
            int compression,
            Map<Integer, byte[]> extensions,
            Optional<Integer> group,
            List<X509Certificate> certificates,
            boolean asksForCertificate)
            implements TlsReply {}

    /**
     * Reads until it is clear.
     *
     * @throws EOFException if the server hangs up without a word
     */
    static TlsReply read(InputStream in) throws IOException {
        return new Reader(new DataInputStream(in)).read();
    }

    /** Takes records apart, and what is in them together again. */
    final class Reader {
        private static final int ALERT = 21;
        private static final int SERVER_HELLO = 2;
        private static final int CERTIFICATE = 11;
        private static final int SERVER_KEY_EXCHANGE = 12;
        private static final int CERTIFICATE_REQUEST = 13;
        private static final int SERVER_HELLO_DONE = 14;
        private static final int NAMED_CURVE = 3;
        private static final byte[] DOWNGRADE = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};

        private final DataInputStream in;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        Reader(DataInputStream in) {
            this.in = in;
        }

        TlsReply read() throws IOException {
            Map<Integer, ByteBuffer> messages = new TreeMap<>();
            while (true) {
                int type = in.readUnsignedByte();
                in.readUnsignedShort();
                byte[] content = in.readNBytes(in.readUnsignedShort());
                if (type == ALERT) {
                    return new Refused(content[1]);
                }
                read.writeBytes(content);
                messages.clear();
                collect(ByteBuffer.wrap(read.toByteArray()), messages);
                if (messages.containsKey(SERVER_HELLO)) {
                    Accepted hello = hello(messages.get(SERVER_HELLO));
                    if (hello.version() == TlsVersion.TLS_1_3.number) {
                        return hello;
                    } else if (messages.containsKey(SERVER_HELLO_DONE)) {
                        return complete(hello, messages);
                    }
                }
            }
        }

        /** The messages that are there in full. */
        private static void collect(ByteBuffer bytes, Map<Integer, ByteBuffer> messages) {
            while (bytes.remaining() >= 4) {
                int head = bytes.getInt();
                int length = head & 0xffffff;
                if (length > bytes.remaining()) {
                    return;
                }
                messages.put(head >>> 24, bytes.slice(bytes.position(), length));
                bytes.position(bytes.position() + length);
            }
        }

        private static Accepted hello(ByteBuffer message) {
            int version = number(message);
            bytes(message, 24);
            boolean warnsOfDowngrade = Arrays.equals(bytes(message, 8), DOWNGRADE);
            bytes(message, message.get());
            int suite = number(message);
            int compression = message.get();
            Map<Integer, byte[]> extensions = new TreeMap<>();
            if (message.hasRemaining()) {
                message.getShort();
            }
            while (message.hasRemaining()) {
                extensions.put(number(message), bytes(message, number(message)));
            }
            Optional<Integer> chosen = Optional.ofNullable(extensions.get(ClientHello.SUPPORTED_VERSIONS))
                    .map(content -> number(ByteBuffer.wrap(content)));
            Optional<Integer> group = Optional.ofNullable(extensions.get(ClientHello.KEY_SHARE))
                    .map(content -> number(ByteBuffer.wrap(content)));
            return new Accepted(
                    chosen.orElse(version), warnsOfDowngrade, suite, compression, extensions, group, List.of(), false);
        }

        private static Accepted complete(Accepted hello, Map<Integer, ByteBuffer> messages) {
            return new Accepted(
                    hello.version(),
                    hello.warnsOfDowngrade(),
                    hello.suite(),
                    hello.compression(),
                    hello.extensions(),
                    Optional.ofNullable(messages.get(SERVER_KEY_EXCHANGE)).flatMap(Reader::group),
                    Optional.ofNullable(messages.get(CERTIFICATE))
                            .map(Reader::certificates)
                            .orElse(List.of()),
                    messages.containsKey(CERTIFICATE_REQUEST));
        }

        private static Optional<Integer> group(ByteBuffer keyExchange) {
            return keyExchange.get() == NAMED_CURVE ? Optional.of(number(keyExchange)) : Optional.empty();
        }

        private static List<X509Certificate> certificates(ByteBuffer message) {
            List<X509Certificate> chain = new ArrayList<>();
            length(message);
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                while (message.hasRemaining()) {
                    byte[] der = bytes(message, length(message));
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
            return chain;
        }

        private static int number(ByteBuffer bytes) {
            return Short.toUnsignedInt(bytes.getShort());
        }

        private static int length(ByteBuffer bytes) {
            return (Byte.toUnsignedInt(bytes.get()) << 16) | number(bytes);
        }

        private static byte[] bytes(ByteBuffer from, int count) {
            byte[] bytes = new byte[count];
            from.get(bytes);
            return bytes;
        }
    }
}
