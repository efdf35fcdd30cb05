package io.sidecarfirst.certificates;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server on the loopback interface that sends back every byte it gets. */
final class LoopbackServer implements AutoCloseable {
    /** Only so that a broken test ends. Milliseconds. */
    static final int PATIENCE = 20_000;

    private final SSLServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread daemon = new Thread(task, "loopback-server");
        daemon.setDaemon(true);
        return daemon;
    });

    private LoopbackServer(SSLServerSocket listener) {
        this.listener = listener;
        threads.execute(this::accept);
    }

    static LoopbackServer start(SSLContext context) throws IOException {
        return start(context, false);
    }

    static LoopbackServer start(SSLContext context, boolean needClientCertificate) throws IOException {
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setEnabledProtocols(ServerTls.PROTOCOLS.toArray(String[]::new));
        listener.setNeedClientAuth(needClientCertificate);
        return new LoopbackServer(listener);
    }

    /** A connection whose handshake is through. */
    SSLSocket connect(SSLContext client, String... protocols) throws IOException {
        SSLParameters parameters = new SSLParameters();
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        return connect(client, parameters);
    }

    /** A connection whose handshake is through. */
    SSLSocket connect(SSLContext client, SSLParameters parameters) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", listener.getLocalPort());
        socket.setSoTimeout(PATIENCE);
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** In TLS 1.3 a client learns only with the first byte that its certificate was refused. */
    static int echo(SSLSocket socket, int sent) throws IOException {
        socket.getOutputStream().write(sent);
        socket.getOutputStream().flush();
        int got = socket.getInputStream().read();
        if (got < 0) {
            throw new EOFException("the server hung up");
        }
        return got;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private static void serve(SSLSocket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE);
            for (int got = socket.getInputStream().read();
                    got >= 0;
                    got = socket.getInputStream().read()) {
                socket.getOutputStream().write(got);
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The client is told by an alert; that is what tests look at.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
