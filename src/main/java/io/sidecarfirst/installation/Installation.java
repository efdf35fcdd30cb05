package io.sidecarfirst.installation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is installed of sidecar-first in a cluster, to decide on new Pods, as far as that can be read. */
public sealed interface Installation {

    /** Its name in JSON; never changes. */
    String id();

    /** What it is, as a part of a sentence. */
    String describe();

    /** The webhook, if it is installed. */
    default Optional<Webhook> asWebhook() {
        return Optional.empty();
    }

    /** The same, with the namespaces known in which its server runs: a URL does not tell them. */
    default Installation runningIn(List<String> namespaces) {
        return this;
    }

    /** Whether anything was found. */
    default boolean isFound() {
        return this instanceof Webhook || this instanceof Policy || this instanceof Both;
    }

    /**
     * The webhook: a server that the API server asks.
     *
     * @param servedIn the namespaces in which it runs, as far as they are known: those of the Services that are asked
     * @param urls the URLs that are asked instead of a Service, each without the path that says what is asked for
     */
    record Webhook(List<String> configurations, List<String> servedIn, List<String> urls) implements Installation {
        public Webhook {
            configurations = List.copyOf(configurations);
            servedIn = List.copyOf(servedIn);
            urls = List.copyOf(urls);
        }

        @Override
        public Optional<Webhook> asWebhook() {
            return Optional.of(this);
        }

        @Override
        public Webhook runningIn(List<String> namespaces) {
            return new Webhook(configurations, namespaces, urls);
        }

        @Override
        public String id() {
            return "webhook";
        }

        @Override
        public String describe() {
            return "the webhook configuration " + String.join(", ", configurations);
        }
    }

    /** The MutatingAdmissionPolicy: the API server decides by itself. */
    record Policy(List<String> policies) implements Installation {
        public Policy {
            policies = List.copyOf(policies);
        }

        @Override
        public String id() {
            return "policy";
        }

        @Override
        public String describe() {
            return "the policy " + String.join(", ", policies);
        }
    }

    /** Both of them: the policy comes first, and the webhook finds its gates. */
    record Both(Webhook webhook, Policy policy) implements Installation {
        @Override
        public Optional<Webhook> asWebhook() {
            return Optional.of(webhook);
        }

        @Override
        public Both runningIn(List<String> namespaces) {
            return new Both(webhook.runningIn(namespaces), policy);
        }

        @Override
        public String id() {
            return "webhook-and-policy";
        }

        @Override
        public String describe() {
            return webhook.describe() + " and " + policy.describe();
        }
    }

    /**
     * The chart's release whose server runs.
     *
     * @param name as Helm has it
     */
    record Release(String name, String namespace) {}

    /**
     * Neither: no new Pod is gated.
     *
     * @param release what runs all the same, because only its webhook configuration was deleted; null where that is not
     *     so, or could not be read
     */
    record Nothing(@Nullable Release release) implements Installation {
        public Nothing() {
            this(null);
        }

        @Override
        public String id() {
            return "nothing";
        }

        @Override
        public String describe() {
            return release == null
                    ? "nothing of sidecar-first is installed in this cluster"
                    : "the server of the release " + release.name() + " runs in namespace " + release.namespace()
                            + ", but its webhook configuration is gone";
        }
    }

    /**
     * Nothing was found, but not everything could be read.
     *
     * @param why what could not be read, as a clause
     */
    record Unknown(String why) implements Installation {
        @Override
        public String id() {
            return "unknown";
        }

        @Override
        public String describe() {
            return why;
        }
    }

    /** For files in which nothing is found: a cluster with the chart's webhook is assumed. */
    record Assumed() implements Installation {
        @Override
        public String id() {
            return "assumed";
        }

        @Override
        public String describe() {
            return "the chart's webhook is assumed: the files have neither a webhook configuration nor a policy of"
                    + " sidecar-first";
        }
    }

    /**
     * What there is.
     *
     * @param webhook null if there is none
     * @param policies the names of this project's policies
     * @param fallback if there is neither
     */
    static Installation of(@Nullable Webhook webhook, List<String> policies, Installation fallback) {
        if (policies.isEmpty()) {
            return webhook == null ? fallback : webhook;
        }
        Policy policy = new Policy(policies);
        return webhook == null ? policy : new Both(webhook, policy);
    }
}
