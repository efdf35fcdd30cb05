package io.sidecarfirst.bench.load;

import io.sidecarfirst.certificates.TrustAllManager;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A keep-alive connection over TLS that costs the machine little, so that the server gets the cores. Not thread-safe.
 * It is opened by the first request, and again after an error or when the server closes it.
 */
public final class HttpsConnection implements AutoCloseable {
    private static final SSLSocketFactory SOCKETS = TrustAllManager.context().getSocketFactory();
    private static final byte[] PATCH = "\"patch\":\"".getBytes(StandardCharsets.US_ASCII);

    private final URI url;
    private final Duration patience;
    private @Nullable Socket socket;
    private @Nullable InputStream input;

    /**
     * An answer, read to its end.
     *
     * @param status of HTTP
     * @param isPatched whether there is a patch in it
     */
    public record Answer(int status, boolean isPatched) {
        /** Whether it may be a right answer to this review. */
        public boolean isGoodFor(Body body) {
            return status == 200 && (isPatched || !body.expectsPatch());
        }
    }

    /** @param patience how long to wait for the connection, and for each part of an answer */
    public HttpsConnection(URI url, Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    /** The whole request as bytes; one may be sent as often as one likes. */
    public byte[] request(Body body) {
        byte[] head =
                """
                POST %s HTTP/1.1\r
                Host: %s\r
                Content-Type: application/json\r
                Accept: application/json, */*\r
                User-Agent: sidecar-first-bench\r
                Content-Length: %d\r
                \r
                """.formatted(target(), url.getAuthority(), body.bytes().length).getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.bytes().length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body.bytes(), 0, request, head.length, body.bytes().length);
        return request;
    }

    private String target() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /**
     * Opens it before the first request, and shakes hands.
     *
     * @throws IOException if that fails, or takes too long
     */
    public void open() throws IOException {
        connect().startHandshake();
    }

    /**
     * Sends a request and reads its answer.
     *
     * @throws IOException if there is no connection, or no whole answer in time
     */
    public Answer send(byte[] request) throws IOException {
        try {
            Socket open = socket == null ? connect() : socket;
            OutputStream output = open.getOutputStream();
            output.write(request);
            output.flush();
            return read(Optional.ofNullable(input).orElseThrow());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private SSLSocket connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout((int) patience.toMillis());
            plain.connect(new InetSocketAddress(url.getHost(), url.getPort()), (int) patience.toMillis());
            SSLSocket tls = (SSLSocket) SOCKETS.createSocket(plain, url.getHost(), url.getPort(), true);
            socket = tls;
            input = new BufferedInputStream(tls.getInputStream(), 1 << 14);
            return tls;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Answer read(InputStream in) throws IOException {
        String[] status = line(in).split(" ", 3);
        int length = 0;
        boolean isChunked = false;
        boolean closes = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            } else if (header.startsWith("transfer-encoding:")) {
                isChunked = header.contains("chunked");
            } else if (header.startsWith("connection:")) {
                closes = header.contains("close");
            }
        }
        byte[] body = isChunked ? chunks(in) : exactly(in, length);
        if (closes) {
            close();
        }
        return new Answer(Integer.parseInt(status[1]), contains(body, PATCH));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line(in).split(";", 2)[0].trim(), 16);
            body.write(exactly(in, length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended in an answer's body");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended before the answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static boolean contains(byte[] text, byte[] wanted) {
        for (int at = 0; at <= text.length - wanted.length; at++) {
            int matched = 0;
            while (matched < wanted.length && text[at + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        Optional<Socket> closed = Optional.ofNullable(socket);
        socket = null;
        input = null;
        try {
            if (closed.isPresent()) {
                closed.get().close();
            }
        } catch (IOException e) {
            // It is gone in any case.
        }
    }
}
