package io.sidecarfirst.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that goes on and on, line by line. No more of it is asked for than the reader has taken, so a
 * slow reader slows the sender down instead of filling the memory.
 */
final class WatchLines implements AsyncBody.Consumer<List<ByteBuffer>> {
    /** Ten times the largest object that an API server stores, 1.5 MiB. */
    static final int MAX_LINE_BYTES = 15 * 1024 * 1024;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End(@Nullable Throwable problem) implements Piece {}
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody body) {
        pieces.add(new Piece.Bytes(buffers));
    }

    /** To be called once, when the answer has begun. */
    void begin(AsyncBody body) {
        var unused = body.done().whenComplete((nothing, problem) -> pieces.add(new Piece.End(problem)));
        body.consume();
    }

    /**
     * The next line, without its end, which the last one need not have.
     *
     * @param deadline of {@link System#nanoTime}
     * @return empty at the end of the body, also where it was cut, or nothing more came in time
     * @throws ExecutionException if the line has no end
     */
    Optional<byte[]> next(AsyncBody body, long deadline) throws InterruptedException, ExecutionException {
        while (lines.isEmpty()) {
            Piece piece = pieces.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                return Optional.empty();
            }
            if (piece instanceof Piece.Bytes bytes) {
                bytes.buffers().forEach(this::split);
                if (begun.size() > MAX_LINE_BYTES) {
                    throw new ExecutionException(
                            new IOException("it sent a line of more than " + MAX_LINE_BYTES + " bytes"));
                }
                body.consume();
                continue;
            }
            boolean isWhole = ((Piece.End) piece).problem() == null;
            return isWhole && begun.size() > 0 ? Optional.of(taken()) : Optional.empty();
        }
        return Optional.of(lines.remove());
    }

    private void split(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                begun.write(bytes, from, i - from);
                if (begun.size() > 0) {
                    lines.add(taken());
                }
                from = i + 1;
            }
        }
        begun.write(bytes, from, bytes.length - from);
    }

    private byte[] taken() {
        byte[] line = begun.toByteArray();
        begun.reset();
        return line;
    }
}
