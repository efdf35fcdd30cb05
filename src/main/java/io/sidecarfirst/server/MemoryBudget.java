package io.sidecarfirst.server;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory all requests together may take, so that no number and no kind of them can crash the process. All
 * bodies together may take a quarter of the heap. A tree may take thirty times its body's bytes ({@code {},{},{}}), so
 * the bodies that are parsed at the same time may have a 64th of the heap together; a larger one is parsed only when no
 * other is.
 */
final class MemoryBudget {
    /** Bytes for each permit of a semaphore. */
    private static final int UNIT = 1 << 10;

    private static final long WAIT_SECONDS = 2;

    private final Semaphore bodies;
    private final Semaphore trees;
    private final int maxTrees;

    MemoryBudget(long heapBytes) {
        bodies = new Semaphore(units(heapBytes / 4));
        maxTrees = units(heapBytes / 64);
        trees = new Semaphore(maxTrees, true);
    }

    private static int units(long bytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT));
    }

    /** What one request has reserved; released when it is closed. */
    final class Lease implements AutoCloseable {
        private int body;
        private int tree;

        /** @throws HttpError 503 if other bodies take too much at the moment */
        void reserveBody(long bytes) throws HttpError {
            int more = units(bytes);
            if (!bodies.tryAcquire(more)) {
                throw new HttpError(503, "too many large requests at once; try again", true);
            }
            body += more;
        }

        /** @throws HttpError 503 if there is no room within {@value #WAIT_SECONDS} s */
        void reserveTree(long bytes) throws HttpError {
            int wanted = Math.min(maxTrees, units(bytes));
            try {
                if (!trees.tryAcquire(wanted, WAIT_SECONDS, TimeUnit.SECONDS)) {
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
            bodies.release(body);
            trees.release(tree);
        }
    }
}
