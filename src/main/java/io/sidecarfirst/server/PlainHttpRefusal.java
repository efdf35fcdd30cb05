package io.sidecarfirst.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;

/**
 * The answer to a client that does not speak TLS on the TLS port: a 400 in one line, and the connection is closed.
 * Nothing that it sends is read, so nothing can be reached without TLS.
 */
final class PlainHttpRefusal extends AbstractConnectionFactory {
    private static final String LINE = "this port speaks HTTPS; use https://\n";
    private static final byte[] ANSWER = ("HTTP/1.1 400 Bad Request\r\n"
                    + "Content-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Length: " + LINE.length() + "\r\n"
                    + "Connection: close\r\n\r\n"
                    + LINE)
            .getBytes(StandardCharsets.US_ASCII);

    static final String PROTOCOL = "not-tls";

    PlainHttpRefusal() {
        super(PROTOCOL);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return new Refusing(endPoint, connector);
    }

    private static final class Refusing extends AbstractConnection implements Connection.UpgradeTo {
        Refusing(EndPoint endPoint, Connector connector) {
            super(endPoint, connector.getExecutor());
        }

        @Override
        public void onUpgradeTo(ByteBuffer alreadyRead) {
            // Not read.
        }

        @Override
        public void onOpen() {
            super.onOpen();
            getEndPoint().write(Callback.from(this::close), ByteBuffer.wrap(ANSWER));
        }

        @Override
        public void onFillable() {
            close();
        }
    }
}
