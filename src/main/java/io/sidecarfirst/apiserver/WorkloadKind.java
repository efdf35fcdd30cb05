package io.sidecarfirst.apiserver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds that are Pods or make Pods, where an API server has them, and how kubectl calls them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/#resource-types">kubectl: resource types</a>
 */
public enum WorkloadKind {
    POD("Pod", "api/v1", "pods", "po"),
    DEPLOYMENT("Deployment", "apis/apps/v1", "deployments", "deploy"),
    STATEFUL_SET("StatefulSet", "apis/apps/v1", "statefulsets", "sts"),
    DAEMON_SET("DaemonSet", "apis/apps/v1", "daemonsets", "ds"),
    REPLICA_SET("ReplicaSet", "apis/apps/v1", "replicasets", "rs"),
    REPLICATION_CONTROLLER("ReplicationController", "api/v1", "replicationcontrollers", "rc"),
    JOB("Job", "apis/batch/v1", "jobs", "job"),
    CRON_JOB("CronJob", "apis/batch/v1", "cronjobs", "cj"),
    POD_TEMPLATE("PodTemplate", "api/v1", "podtemplates", "podtemplate");

    private final String kind;
    private final String group;
    private final String plural;
    private final String shortName;

    WorkloadKind(String kind, String group, String plural, String shortName) {
        this.kind = kind;
        this.group = group;
        this.plural = plural;
        this.shortName = shortName;
    }

    /** The kind, such as {@code Deployment}. */
    public String kind() {
        return kind;
    }

    /** As kubectl abbreviates it, such as {@code deploy}. */
    public String shortName() {
        return shortName;
    }

    /** As in a URL, such as {@code deployments}. */
    public String plural() {
        return plural;
    }

    /** The API version of its objects, such as {@code apps/v1}. */
    public String apiVersion() {
        return group.substring(group.indexOf('/') + 1);
    }

    /** The one that kubectl knows by that name: short, singular or plural, with its API group or without. */
    public static Optional<WorkloadKind> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(resource -> resource.names().anyMatch(lower::equals))
                .findFirst();
    }

    private Stream<String> names() {
        String singular = kind.toLowerCase(Locale.ROOT);
        String version = apiVersion();
        String apiGroup = version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
        return Stream.of(shortName, singular, plural, singular + apiGroup, plural + apiGroup);
    }

    /** The one of that kind. */
    public static Optional<WorkloadKind> ofKind(String kind) {
        return Stream.of(values())
                .filter(resource -> resource.kind.equals(kind))
                .findFirst();
    }

    /** The short names, for a person who used another one. */
    public static String known() {
        return List.of(values()).stream().map(resource -> resource.shortName).collect(Collectors.joining(", "));
    }

    /** The path of one object. */
    public String path(String namespace, String name) {
        return list(namespace) + "/" + ApiServer.segment(name);
    }

    /** The path of the list of all namespaces. */
    public String list() {
        return group + "/" + plural;
    }

    /** The path of the list of one namespace. */
    public String list(String namespace) {
        return group + "/namespaces/" + namespace + "/" + plural;
    }
}
