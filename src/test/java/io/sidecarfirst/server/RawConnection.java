package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import tools.jackson.databind.node.ObjectNode;

/** HTTP by hand, for what no client would send. */
final class RawConnection implements AutoCloseable {
    /** What came back; the headers' names are in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {}

    /** That it answers this review with a patch. */
    static void assertGated(ObjectNode review, Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Answer.to(Reviews.uid(review), reply.body()).hasPatch()).isTrue();
    }

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    static RawConnection plain(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
        return new RawConnection(socket);
    }

    static RawConnection tls(int port, SSLContext client) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new RawConnection(socket);
    }

    /** One whose client has room for a few KiB of answers only. */
    static RawConnection withoutRoom(int port, SSLContext client) throws IOException {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(4 << 10);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(plain, "localhost", port, true);
        socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
        socket.startHandshake();
        return new RawConnection(socket);
    }

    /**
     * Sends the same again and again, in a thread of its own, until the connection is closed.
     *
     * @param sent how often
     * @param closed run when it is
     */
    void sendForEver(byte[] bytes, AtomicInteger sent, Runnable closed) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    send(bytes);
                    sent.incrementAndGet();
                }
            } catch (IOException e) {
                closed.run();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** The head of a POST of JSON. */
    static String head(String... headers) {
        return "POST /mutate?timeout=10s HTTP/1.1\r\nHost: webhook.svc\r\nContent-Type: application/json\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    /** A whole POST of JSON. */
    static byte[] post(byte[] body) {
        return join(head("Content-Length: " + body.length).getBytes(StandardCharsets.US_ASCII), body);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.US_ASCII));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    SSLSocket tls() {
        return (SSLSocket) socket;
    }

    /** The next response, an interim one too. */
    Reply read() throws IOException {
        String status = line();
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = socket.getInputStream().readNBytes(length);
        return new Reply(
                Integer.parseInt(status.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after \"" + line + "\"");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    /** The next bytes, as they are. */
    byte[] readBytes(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** All bytes until the server closes it, one way or the other. */
    void readToTheEnd() throws SocketTimeoutException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Closed with a RST.
        }
    }

    /** Whether the server closes it without another byte; waits for either. */
    boolean isClosedByServer() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Closes it with a RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
