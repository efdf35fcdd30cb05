{{/*
Known faults of a version of Kubernetes, a line each: the table of the program (KnownFault), which a test compares. The "-0"
lets versions of providers in, such as v1.33.5-gke.1.
*/}}
{{- define "sidecar-first.knownFaults" -}}
{{- if or (semverCompare ">= 1.28.0-0, < 1.33.6-0" .) (semverCompare ">= 1.34.0-0, < 1.34.2-0" .) }}
* in a Pod with restartPolicy Never, the startupProbe of a sidecar that exits before it has passed may be forgotten if a main or an earlier sidecar has a probe, too: the mains then never start. A gate container is not affected. Fixed in 1.33.6, 1.34.2 and 1.35.0: https://github.com/kubernetes/kubernetes/issues/132826
{{- end }}
{{- if semverCompare ">= 1.35.0-0, < 1.35.4-0" . }}
* after a restart of the kubelet, a Pod whose last init container is a sidecar with a startupProbe is left alone once all its mains are down: they are not restarted, and a Job does not end. A gate container is not affected. Fixed in 1.35.4: https://github.com/kubernetes/kubernetes/pull/137146
{{- end }}
{{- if or (semverCompare ">= 1.28.0-0, < 1.29.8-0" .) (semverCompare ">= 1.30.0-0, < 1.30.4-0" .) }}
* a Pod with several init containers that is deleted while it waits for a sidecar gets no termination signal: it is there until its terminationGracePeriodSeconds are over. Fixed in 1.29.8, 1.30.4 and 1.31.0: https://github.com/kubernetes/kubernetes/issues/125880
{{- end }}
{{- end -}}
