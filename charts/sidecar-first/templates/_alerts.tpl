{{/*
Whether counters grew in a while: the sum's beginning, the series, the while.

increase() does not see a series' first value. A counter of an API server is not there until it is counted for the first
time, and a replica that has just started has often counted before it is scraped: so what is new counts, too. New is what
was not there in the hour before, and not only at one moment: a Prometheus that was away for a few minutes sees nothing new.
*/}}
{{- define "sidecar-first.grew" -}}
{{- $sum := index . 0 -}}
{{- $series := index . 1 -}}
{{- $while := index . 2 -}}
{{ $sum }} (increase({{ $series }}[{{ $while }}])) > 0 or {{ $sum }} ({{ $series }} unless last_over_time({{ $series }}[1h] offset {{ $while }})) > 0
{{- end -}}

{{/* The alerts. Each has a section in docs/runbook.md, and a test in src/test/resources/alerts. */}}
{{- define "sidecar-first.alerts" -}}
{{- $ours := printf "namespace=%q" (include "sidecar-first.namespace" .) -}}
{{- $webhooks := "name=~\"[a-z-]+\\\\.sidecar-first\\\\.io\"" -}}
{{- $policy := printf "policy=%q,enforcement_action=~\"warn|audit\"" (include "sidecar-first.missedPodPolicyName" .) -}}
- alert: SidecarFirstNoReadyReplica
  expr: sum(sidecar_first_ready{ {{- $ours -}} }) == 0 or sum(absent(sidecar_first_ready{ {{- $ours -}} })) > 0
  for: 5m
  severity: critical
  summary: No replica of sidecar-first is ready.
  {{- if eq .Values.webhook.failurePolicy "Fail" }}
  description: Pods with ungated sidecars are refused in namespaces that opted in (failurePolicy Fail).
  {{- else }}
  description: Pods are created without gates, as if sidecar-first were not installed.
  {{- end }}
- alert: SidecarFirstFailedOpen
  expr: {{ include "sidecar-first.grew" (list "sum by (name)" (printf "apiserver_admission_webhook_fail_open_count{%s}" $webhooks) "10m") }}
  for: 0m
  severity: warning
  summary: API servers created Pods without asking sidecar-first.
  description: They got no answer from the webhook. The Pods are there, without gates.
- alert: SidecarFirstPodsRefused
  expr: {{ include "sidecar-first.grew" (list "sum by (name)" (printf "apiserver_admission_webhook_rejection_count{%s,error_type!=\"no_error\"}" $webhooks) "10m") }}
  for: 0m
  severity: critical
  summary: API servers refused Pods because sidecar-first did not answer.
  description: Only with failurePolicy Fail. Controllers try again; nothing new starts in namespaces that opted in until then.
- alert: SidecarFirstReviewsFailed
  expr: {{ include "sidecar-first.grew" (list "sum" (printf "sidecar_first_reviews_total{%s,result=\"failed\"}" $ours) "15m") }}
  for: 0m
  severity: warning
  summary: sidecar-first met an unexpected error.
  description: The Pods that it was asked about were created without gates. This is a bug; the log has it.
- alert: SidecarFirstSlow
  expr: >-
    (histogram_quantile(0.99, sum by (le) (rate(sidecar_first_request_duration_seconds_bucket{ {{- $ours -}} }[5m])))
    or histogram_quantile(0.99, sum(rate(sidecar_first_request_duration_seconds{ {{- $ours -}} }[5m]))))
    > {{ divf .Values.webhook.timeoutSeconds 2 }}
  for: 10m
  severity: warning
  summary: One of a hundred answers of sidecar-first takes half of the time that API servers wait, or more.
  description: API servers wait for {{ int64 .Values.webhook.timeoutSeconds }} s. A replica needs a millisecond or two; it lacks processor time, or waits.
- alert: SidecarFirstCertificateNearItsEnd
  expr: min(sidecar_first_certificate_not_after_timestamp_seconds{ {{- $ours -}} }) - time() < {{ include "sidecar-first.certificateAlertSeconds" . }}
  for: 5m
  severity: critical
  summary: The certificate of sidecar-first was not renewed in time.
  description: When it has expired, API servers do not accept it, and no Pod is gated.
- alert: SidecarFirstNoActiveObserver
  expr: max(sidecar_first_observer_active{ {{- $ours -}} }) == 0
  for: 15m
  severity: warning
  summary: No replica of sidecar-first observes Pods.
  description: Pods are gated, but wrong guesses are not released, and nobody is told of Pods that wait.
- alert: SidecarFirstObserverFails
  expr: sum by (task) (increase(sidecar_first_observer_errors_total{ {{- $ours -}} }[5m])) > 0
  for: 15m
  severity: warning
  summary: The observer of sidecar-first cannot do a part of its work.
  description: >-
    For a quarter of an hour it could not read or watch Pods or namespaces, or not act on what it saw. Pods are gated, but wrong guesses
    may not be released, and nobody may be told of Pods that wait.
- alert: SidecarFirstPodsWaiting
  expr: max(sidecar_first_waiting_pods{ {{- $ours -}} }) > 0
  for: 10m
  severity: warning
  summary: Pods wait for a sidecar that does not get ready.
  description: Their mains do not run. The Events of these Pods say which sidecar, and what to do.
- alert: SidecarFirstGatesReleased
  expr: {{ include "sidecar-first.grew" (list "sum" (printf "sidecar_first_released_gates_total{%s}" $ours) "30m") }}
  for: 0m
  severity: info
  summary: A gate did not open and was given up.
  description: >-
    New Pods of the workload come up without it; its author should say how to gate it. Where the Event GateReleased is, the Pod that waited
    was replaced. Where GateNotReleased is, it still waits, and the Event says what to do.
- alert: SidecarFirstGatesGivenUp
  expr: {{ include "sidecar-first.grew" (list "sum" (printf "sidecar_first_given_up_gates_total{%s}" $ours) "30m") }}
  for: 0m
  severity: info
  summary: A gate container gave up a sidecar that did not answer.
  description: >-
    The mains run without it, and each new Pod waits as long again. The Events GateGivenUp say which sidecar, and how its author should say
    what tells that it is ready.
- alert: SidecarFirstPodsMissed
  expr: >-
    {{ include "sidecar-first.grew" (list "sum" (printf "sidecar_first_missed_pods_total{%s}" $ours) "30m") }}
    or {{ include "sidecar-first.grew" (list "sum" (printf "apiserver_validating_admission_policy_check_total{%s}" $policy) "30m") }}
  for: 0m
  severity: warning
  summary: Pods with ungated sidecars were created without having been seen by sidecar-first.
  description: They opted in, and run without gates.
{{- end -}}

{{/* A certificate that has less than this left was not renewed when it should have been. */}}
{{- define "sidecar-first.certificateAlertSeconds" -}}
{{- if eq .Values.certificates.mode "provided" -}}
604800
{{- else if eq .Values.certificates.mode "self-managed" -}}
{{- /* A quarter of its life, at most a day: a third is left when it is renewed. */ -}}
{{- min 86400 (mul 900 (int64 (default 168 .Values.certificates.selfManaged.lifetimeHours))) -}}
{{- else -}}
86400
{{- end -}}
{{- end -}}
