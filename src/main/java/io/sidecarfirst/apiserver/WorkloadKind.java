package io.sidecarfirst.apiserver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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

    /** The same for a list such as {@code deploy,sts}; empty unless each of it is a kind. */
    public static List<WorkloadKind> allNamed(String list) {
        List<Optional<WorkloadKind>> kinds =
                Stream.of(list.split(",", -1)).map(WorkloadKind::named).toList();
        return kinds.stream().allMatch(Optional::isPresent)
                ? kinds.stream().flatMap(Optional::stream).distinct().toList()
                : List.of();
    }

    private Stream<String> names() {
        String singular = kind.toLowerCase(Locale.ROOT);
        return Stream.of(shortName, singular, plural, singular + apiGroup(), plural + apiGroup());
    }

    /** As it follows a name, such as {@code .apps}; empty for the core group. */
    private String apiGroup() {
        String version = apiVersion();
        return version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
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

    /** The right to do something with its objects, such as {@code list on deployments.apps}. */
    public String right(String verb) {
        return verb + " on " + plural + apiGroup();
    }

    /** An object of this kind with what a list leaves out: its kind and version, which come first. */
    public ObjectNode complete(JsonNode object) {
        ObjectNode complete = JsonNodeFactory.instance.objectNode();
        complete.put("apiVersion", apiVersion()).put("kind", kind);
        object.properties().forEach(entry -> complete.set(entry.getKey(), entry.getValue()));
        return complete;
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
