{{/* Name of all that one release has; short, because Flink adds to it. */}}
{{- define "stillwake.name" -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) | trunc 30 | trimSuffix "-" }}
{{- end }}

{{/* What selects the pods of a part: (list $ "ingest"). */}}
{{- define "stillwake.selector" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "stillwake.labels" -}}
{{ include "stillwake.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ (index . 0).Chart.Name }}-{{ (index . 0).Chart.Version }}
{{- end }}

{{/* (list $ "ingest") */}}
{{- define "stillwake.image" -}}
{{ (index . 0).Values.images.repository }}/{{ index . 1 }}:{{ (index . 0).Values.images.tag | default (index . 0).Chart.AppVersion }}
{{- end }}

{{/* What every pod says of itself. With its links a Service called stillwake would set STILLWAKE_PORT. */}}
{{- define "stillwake.pod" -}}
securityContext:
  runAsNonRoot: true
  seccompProfile: {type: RuntimeDefault}
enableServiceLinks: false
{{- with .Values.images.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "stillwake.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "stillwake.secret" -}}
{{ .Values.store.existingSecret | default (printf "%s-store" (include "stillwake.name" .)) }}
{{- end }}

{{/* The two keys of the store, by the names that the reader expects: (list $ "ACCESS_VARIABLE" "SECRET_VARIABLE"). */}}
{{- define "stillwake.storeKeys" -}}
{{- $root := index . 0 -}}
- name: {{ index . 1 }}
  valueFrom: {secretKeyRef: {name: {{ include "stillwake.secret" $root }}, key: access-key}}
- name: {{ index . 2 }}
  valueFrom: {secretKeyRef: {name: {{ include "stillwake.secret" $root }}, key: secret-key}}
{{- end }}

{{/* Mounts of the descriptors that values bring, beside those of the image. */}}
{{- define "stillwake.familyMounts" -}}
{{- range $family, $_ := .Values.families }}
- {name: families, mountPath: /opt/stillwake/families/{{ $family }}/family.json, subPath: {{ $family }}.json, readOnly: true}
{{- end }}
{{- end }}

{{- define "stillwake.familyVolume" -}}
{{- if .Values.families }}
- {name: families, configMap: {name: {{ include "stillwake.name" . }}-families}}
{{- end }}
{{- end }}

{{/* A change of these starts pods anew. */}}
{{- define "stillwake.checksum" -}}
stillwake.io/config: {{ include (print .Template.BasePath "/config.yaml") . | sha256sum | trunc 16 | quote }}
{{- end }}

{{- /* acme=3,trial=0.5 */ -}}
{{- define "stillwake.tenantWeights" -}}
{{- $weights := list -}}
{{- range $tenant, $weight := .Values.jobs.tenantWeights -}}
{{- $weights = append $weights (printf "%s=%v" $tenant $weight) -}}
{{- end -}}
{{- join "," $weights -}}
{{- end -}}
