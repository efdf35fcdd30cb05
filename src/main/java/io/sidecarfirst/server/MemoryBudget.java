package io.sidecarfirst.server;

import java.util.concurrent.Semaphore;

/** How much memory the bodies of all requests together may take: a quarter of the heap. */
final class MemoryBudget {
    /** Bytes for each permit of the semaphore. */
    private static final int UNIT = 1 << 10;

    private final Semaphore bodies;

    MemoryBudget(long heapBytes) {
        bodies = new Semaphore(units(heapBytes / 4));
    }

    private static int units(long bytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT));
    }

    /** What one request has reserved; released when it is closed. */
    final class Lease implements AutoCloseable {
        private int body;

        /**
         * Reserves so much for the body in all, what it has included.
         *
         * @throws HttpError 503 if other bodies take too much at the moment
         */
        void reserveBody(long bytes) throws HttpError {
            int more = Math.max(0, units(bytes) - body);
            if (!bodies.tryAcquire(more)) {
                throw new HttpError(503, "too many large requests at once; try again");
            }
            body += more;
        }

        @Override
        public void close() {
            bodies.release(body);
            body = 0;
        }
    }
}
