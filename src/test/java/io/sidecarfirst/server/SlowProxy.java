package io.sidecarfirst.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Passes one connection on to a port of this machine; from a moment on, the client's bytes one at a time. */
final class SlowProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int target;
    private volatile boolean dripping;

    private SlowProxy(int target) throws IOException {
        this.target = target;
    }

    static SlowProxy to(int target) throws IOException {
        SlowProxy proxy = new SlowProxy(target);
        daemon(proxy::pass);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    void drip() {
        dripping = true;
    }

    private void pass() throws IOException, InterruptedException {
        try (Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            daemon(() -> server.getInputStream().transferTo(client.getOutputStream()));
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                out.write(b);
                if (dripping && closed.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // One of the ends is closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
    }
}
