package io.sidecarfirst.server;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prometheus' protobuf format, the only one that has native histograms, and that a Prometheus asks for when it wants
 * them. The library's own writer brings two megabytes of classes along for it; a test compares with that.
 *
 * @see <a href="https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto">The
 *     messages and the numbers of their fields</a>
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">How they are encoded</a>
 */
final class ProtobufFormat {
    static final String CONTENT_TYPE =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    private ProtobufFormat() {}

    /** Whether a scraper takes it, by its {@code Accept} header. */
    static boolean isAccepted(String accept) {
        return accept.contains("application/vnd.google.protobuf")
                && accept.contains("proto=io.prometheus.client.MetricFamily")
                && accept.contains("encoding=delimited");
    }

    /**
     * Writes one message after the other, each behind its length.
     *
     * @throws IOException if the stream does
     */
    static void write(OutputStream out, MetricSnapshots snapshots) throws IOException {
        for (MetricSnapshot snapshot : snapshots) {
            if (!snapshot.getDataPoints().isEmpty()) {
                Message family = family(snapshot);
                Message.varint(out, family.bytes.size());
                family.bytes.writeTo(out);
            }
        }
    }

    private static Message family(MetricSnapshot snapshot) {
        Kind kind = Kind.of(snapshot.getDataPoints().get(0));
        String name = snapshot.getMetadata().getPrometheusName();
        Message family = new Message().text(1, name.endsWith(kind.suffix) ? name : name + kind.suffix);
        if (snapshot.getMetadata().getHelp() != null) {
            family.text(2, snapshot.getMetadata().getHelp());
        }
        family.number(3, kind.type);
        snapshot.getDataPoints().forEach(point -> family.message(4, metric -> metric(point, metric)));
        return family;
    }

    /** What is written here; the registry holds nothing else. */
    private enum Kind {
        COUNTER(0, "_total"),
        GAUGE(1, ""),
        INFO(1, "_info"),
        SUMMARY(2, ""),
        HISTOGRAM(4, "");

        final int type;
        final String suffix;

        Kind(int type, String suffix) {
            this.type = type;
            this.suffix = suffix;
        }

        static Kind of(DataPointSnapshot point) {
            return point instanceof CounterDataPointSnapshot
                    ? COUNTER
                    : point instanceof InfoDataPointSnapshot
                            ? INFO
                            : point instanceof SummaryDataPointSnapshot
                                    ? SUMMARY
                                    : point instanceof HistogramDataPointSnapshot ? HISTOGRAM : GAUGE;
        }
    }

    private static void metric(DataPointSnapshot point, Message metric) {
        for (Label label : point.getLabels()) {
            metric.message(1, pair -> pair.text(1, label.getName()).text(2, label.getValue()));
        }
        if (point instanceof CounterDataPointSnapshot counter) {
            metric.message(3, message -> counter(counter, message));
        } else if (point instanceof GaugeDataPointSnapshot gauge) {
            metric.message(2, message -> message.real(1, gauge.getValue()));
        } else if (point instanceof InfoDataPointSnapshot) {
            metric.message(2, message -> message.real(1, 1));
        } else if (point instanceof SummaryDataPointSnapshot summary) {
            metric.message(4, message -> summary(summary, message));
        } else if (point instanceof HistogramDataPointSnapshot histogram) {
            metric.message(7, message -> histogram(histogram, message));
        }
    }

    private static void counter(CounterDataPointSnapshot counter, Message message) {
        message.real(1, counter.getValue());
        if (counter.hasCreatedTimestamp()) {
            long millis = counter.getCreatedTimestampMillis();
            message.message(3, time -> time.number(1, millis / 1000).numberUnlessZero(2, millis % 1000 * 1_000_000));
        }
    }

    private static void summary(SummaryDataPointSnapshot summary, Message message) {
        message.number(1, summary.getCount()).real(2, summary.getSum());
        for (Quantile quantile : summary.getQuantiles()) {
            message.message(3, field -> field.real(1, quantile.getQuantile()).real(2, quantile.getValue()));
        }
    }

    private static void histogram(HistogramDataPointSnapshot histogram, Message message) {
        message.number(1, histogram.getCount()).real(2, histogram.getSum());
        if (histogram.hasClassicHistogramData()) {
            ClassicHistogramBuckets buckets = histogram.getClassicBuckets();
            long cumulative = 0;
            for (int i = 0; i < buckets.size(); i++) {
                cumulative += buckets.getCount(i);
                long count = cumulative;
                double bound = buckets.getUpperBound(i);
                message.message(3, bucket -> bucket.number(1, count).real(2, bound));
            }
        }
        if (histogram.hasNativeHistogramData()) {
            message.signed(5, histogram.getNativeSchema())
                    .real(6, histogram.getNativeZeroThreshold())
                    .number(7, histogram.getNativeZeroCount());
            // Seconds are never negative, so there is nothing to say of negative buckets.
            buckets(histogram.getNativeBucketsForPositiveValues(), message);
        }
    }

    /** Runs of neighbouring buckets, then each bucket's count as the difference from the one before. */
    private static void buckets(NativeHistogramBuckets buckets, Message message) {
        List<int[]> spans = new ArrayList<>();
        int next = 0;
        for (NativeHistogramBucket bucket : buckets) {
            int index = bucket.getBucketIndex();
            if (spans.isEmpty() || index != next) {
                spans.add(new int[] {index - next, 0});
            }
            spans.get(spans.size() - 1)[1]++;
            next = index + 1;
        }
        spans.forEach(span ->
                message.message(12, field -> field.signed(1, span[0]).number(2, span[1])));
        long before = 0;
        for (NativeHistogramBucket bucket : buckets) {
            message.signed(13, bucket.getCount() - before);
            before = bucket.getCount();
        }
    }

    /** A message of protobuf: fields behind their numbers and wire types. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int FIXED64 = 1;
        private static final int LENGTH = 2;

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint(bytes, ((long) field << 3) | VARINT);
            varint(bytes, value);
            return this;
        }

        /** As messages of protobuf's third version are written. */
        Message numberUnlessZero(int field, long value) {
            return value == 0 ? this : number(field, value);
        }

        /** Small numbers of either sign stay short. */
        Message signed(int field, long value) {
            return number(field, (value << 1) ^ (value >> 63));
        }

        Message real(int field, double value) {
            varint(bytes, ((long) field << 3) | FIXED64);
            long bits = Double.doubleToRawLongBits(value);
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                bytes.write((int) (bits >>> shift));
            }
            return this;
        }

        Message text(int field, String value) {
            return delimited(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Consumer<Message> content) {
            Message inner = new Message();
            content.accept(inner);
            return delimited(field, inner.bytes.toByteArray());
        }

        private Message delimited(int field, byte[] content) {
            varint(bytes, ((long) field << 3) | LENGTH);
            varint(bytes, content.length);
            bytes.writeBytes(content);
            return this;
        }

        private static void varint(ByteArrayOutputStream out, long value) {
            long rest = value;
            for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
                out.write((int) ((rest & 0x7f) | 0x80));
            }
            out.write((int) rest);
        }

        static void varint(OutputStream out, long value) throws IOException {
            ByteArrayOutputStream number = new ByteArrayOutputStream();
            varint(number, value);
            number.writeTo(out);
        }
    }
}
