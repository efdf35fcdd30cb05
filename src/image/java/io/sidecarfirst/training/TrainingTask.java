package io.sidecarfirst.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One thing that the server learns to do fast: what is used in a training run is in the AOT cache. */
interface TrainingTask {

    /** Options of {@code serve} that it needs; whatever they point to is there when this returns. */
    default List<String> options() throws IOException {
        return List.of();
    }

    /** Environment variables of {@code serve} that it needs. */
    default Map<String, String> environment() throws IOException {
        return Map.of();
    }

    /** Has the running server do it; fails if the server does it wrong. */
    void run(RunningServer serve) throws IOException, InterruptedException;
}
