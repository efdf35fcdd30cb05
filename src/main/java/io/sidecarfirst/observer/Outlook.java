package io.sidecarfirst.observer;

/** What becomes of a gate that does not open. */
enum Outlook {
    /** It is given up when its time is up. */
    DUE,
    /** It is not: this gate never is, by its source or by an annotation. */
    NEVER,
    /** It is not: no gate is, because that is turned off. */
    OFF,
    /** It is not: the Pod is not opted in, so that nobody would make the next one without it. */
    NOT_OPTED_IN,
    /** It is not: there is no webhook configuration, so that nobody would make the next one without it. */
    NO_WEBHOOK,
    /** It is not: the same gate has opened in another Pod of the controller. */
    OPEN_ELSEWHERE,
    /** An Event says already why nothing more is done. */
    SETTLED,
    /** Not known: what opts Pods in could not be read yet. */
    UNKNOWN
}
