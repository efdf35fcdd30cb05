package io.sidecarfirst.server;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory all requests together may take, so that no number and no kind of them ends the process. Bodies that
 * arrive may take a quarter of the heap. A tree may take thirty times the bytes that it is made of ({@code {},{},{}}), so
 * that only bodies of a 64th of the heap, together, are trees at the same time; a larger one waits until it is alone.
 */
final class MemoryBudget {
    private static final int UNIT = 1 << 10;
    private static final long PATIENCE_SECONDS = 2;

    private final Semaphore arriving;
    private final Semaphore trees;
    private final int mostTrees;

    MemoryBudget(long heapBytes) {
        arriving = new Semaphore(units(heapBytes / 4));
        mostTrees = units(heapBytes / 64);
        trees = new Semaphore(mostTrees, true);
    }

    private static int units(long bytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT));
    }

    /** One request's part of it; closed when the request is answered. */
    final class Lease implements AutoCloseable {
        private int body;
        private int tree;

        /** @throws HttpError 503 if the bodies that arrive at the moment take too much already */
        void reserveBody(long bytes) throws HttpError {
            int more = units(bytes);
            if (!arriving.tryAcquire(more)) {
                throw new HttpError(503, "too many large requests at once; try again", true);
            }
            body += more;
        }

        /** @throws HttpError 503 if others are not done soon */
        void reserveTree(long bytes) throws HttpError {
            int wanted = Math.min(mostTrees, units(bytes));
            try {
                if (!trees.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new HttpError(503, "too many large requests at once; try again");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HttpError(503, "this server is stopping; try again");
            }
            tree += wanted;
        }

        @Override
        public void close() {
            arriving.release(body);
            trees.release(tree);
        }
    }
}
