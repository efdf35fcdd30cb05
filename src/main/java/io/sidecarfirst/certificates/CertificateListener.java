package io.sidecarfirst.certificates;

/** Told of what happens to certificates, from the thread that looks after them; must not throw. */
public interface CertificateListener {
    /** Nobody. */
    CertificateListener NONE = new CertificateListener() {
        @Override
        public void reloaded() {}

        @Override
        public void renewed() {}

        @Override
        public void failed() {}
    };

    /** A certificate, or an authority of clients, was replaced by another. */
    void reloaded();

    /** This replica wrote the Secret that all replicas share: a certificate was made, or became the current one. */
    void renewed();

    /** Something could not be read, used or written; what is in use stays in use. */
    void failed();
}
