package io.sidecarfirst.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values that a chart must stand: each certificate mode with each switch, and whatever else changes an object's shape.
 */
public final class Variants {
    /** A PEM block; nobody reads what is in it. */
    static final String PEM = "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n";

    private static final List<String> MODES = List.of(
            "certificates: {mode: self-managed}",
            "certificates: {mode: cert-manager}",
            "certificates: {mode: cert-manager, certManager: {issuerRef: {name: ours, kind: ClusterIssuer}}}",
            "certificates: {mode: provided, provided: {secretName: mine, caBundle: \"" + PEM + "\"}}");
    private static final List<String> WEBHOOKS = List.of(
            "webhook: {failurePolicy: Ignore}",
            "webhook: {failurePolicy: Fail, onlyUngatedSidecars: false}",
            "webhook: {failurePolicy: Ignore, canary: {enabled: false}}",
            "webhook: {failurePolicy: Fail, canary: {enabled: false}, timeoutSeconds: 30, reinvocationPolicy: Never}");
    private static final List<String> METRICS = List.of("""
            metrics: {serviceMonitor: {enabled: false}}
            networkPolicy: {enabled: true}
            """, """
            metrics: {serviceMonitor: {enabled: true, interval: 30s, labels: {release: prometheus}}}
            networkPolicy: {enabled: false}
            """);

    /** What is not crossed with the rest. */
    private static final List<String> SINGLE = List.of(
            "{}",
            "gate: {mode: container, image: {repository: registry.example/gate, pullSecrets: [one, two]}}",
            """
            replicaCount: 1
            podDisruptionBudget: {minAvailable: 50%}
            """,
            """
            podDisruptionBudget: {enabled: false}
            metrics: {service: true}
            """,
            """
            hostNetwork: true
            ports: {https: 10260, health: 10261}
            serviceAccount: {create: false, name: theirs}
            """,
            """
            rbac: {create: false}
            serviceAccount: {create: false}
            """,
            """
            fullnameOverride: other
            nameOverride: another
            commonLabels: {team: platform, app.kubernetes.io/name: no-other}
            podLabels: {tier: admission}
            podAnnotations: {note: there-is-one}
            deploymentAnnotations: {a: b}
            """,
            """
            webhook:
              name: zzz-last
              annotations: {a: b}
              excludedNamespaces: [kube-system, infra]
              matchConditions: [{name: named, expression: has(object.metadata.name)}]
              namespaceSelector: {matchLabels: null, matchExpressions: [{key: env, operator: In, values: [prod]}]}
              objectSelector: {matchExpressions: null}
            """,
            """
            image: {repository: registry.example/sidecar-first, digest: DIGEST, pullPolicy: Always}
            imagePullSecrets: [{name: registry}]
            priorityClassName: system-cluster-critical
            """.replace("DIGEST", "sha256:" + "0".repeat(64)),
            """
            clientCertificates: {configMapName: authorities, names: [kube-apiserver, other]}
            certificates: {selfManaged: {lifetimeHours: 24}}
            """,
            """
            clientCertificates: {secretName: authorities, key: clients.pem}
            """,
            """
            observer: {release: false}
            certificates: {mode: cert-manager}
            """,
            """
            observer: {release: false}
            """,
            """
            extraArgs: [--log-level=DEBUG]
            extraEnv: [{name: JAVA_TOOL_OPTIONS, value: -Xlog:gc}]
            extraVolumes: [{name: more, emptyDir: {}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            """,
            """
            affinity:
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {a: b}}}
            tolerations: [{operator: Exists}]
            nodeSelector: {a: b}
            topologySpreadConstraints: []
            dnsPolicy: Default
            dnsConfig: {options: [{name: ndots, value: "1"}]}
            updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 50%, maxSurge: 1}}
            """,
            """
            networkPolicy:
              apiServerPorts: [6443]
              apiServerCidrs: [10.0.0.1/32, "fd00::1/128"]
              metricsFrom: [{namespaceSelector: {}}]
              extraEgress: [{ports: [{port: 53, protocol: UDP}]}]
            service: {ipFamilyPolicy: SingleStack, ipFamilies: [IPv4], annotations: {a: b}}
            """,
            """
            settings:
              shutdownDelaySeconds: 0
              drainTimeoutSeconds: 3600
              startupBudgetSeconds: 2147483647
              maxBodyBytes: 1073741824
              strict: true
              logLevel: DEBUG
              loopbackImages: [a=--b]
              programs:
              - {name: a, images: [b], listens: none, unless: [--x], checks: [{probe: {grpc: {port: 65535}}}]}
            """,
            """
            metrics:
              podMonitor: {enabled: true, interval: 30s, labels: {release: prometheus}, annotations: {a: b}}
              prometheusRule: {enabled: true, namespace: default, labels: {release: prometheus}}
              dashboard: {enabled: true, namespace: default, annotations: {grafana_folder: Platform}}
            missedPodPolicy: {enabled: true}
            """,
            """
            metrics:
              prometheusRule:
                enabled: true
                annotations: {a: b}
                alertLabels: {team: platform, severity: no-other}
                disabledAlerts: [SidecarFirstPodsMissed, SidecarFirstSlow]
                runbookUrl: http://wiki.example/runbook
              dashboard: {enabled: true, labels: {grafana: dashboard}}
            missedPodPolicy: {enabled: true, validationActions: [Audit]}
            webhook: {canary: {enabled: false}, objectSelector: {matchExpressions: null}, failurePolicy: Fail}
            """,
            """
            namespaceOverride: default
            global: {imageRegistry: registry.example, imagePullSecrets: [one, {name: two}]}
            imagePullSecrets: [{name: two}]
            metrics: {service: true, podMonitor: {enabled: true}, prometheusRule: {enabled: true}}
            """,
            """
            autoscaling: {enabled: true, behavior: {scaleDown: {stabilizationWindowSeconds: 600}}}
            hostUsers: false
            schedulerName: default-scheduler
            hostAliases: [{ip: 10.0.0.1, hostnames: [a.example]}]
            lifecycle: {postStart: {sleep: {seconds: 1}}}
            """,
            """
            global: {anything: here}
            enabled: true
            test: {namespaceLabels: {env: prod}}
            """);

    private Variants() {}

    /** All of them, as YAML. */
    public static Stream<String> all() {
        List<String> variants = new ArrayList<>(SINGLE);
        for (String mode : MODES) {
            for (String webhook : WEBHOOKS) {
                for (String metrics : METRICS) {
                    variants.add(String.join("\n", mode, webhook, metrics));
                }
            }
        }
        return variants.stream();
    }
}
