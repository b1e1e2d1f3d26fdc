package org.atomicagents.cli.bench.html;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomicagents.cli.bench.TraceKind;
import org.atomicagents.time.Phase;

/**
 * The names and colours of the parts of a run: blue is the provider, amber is waiting, violet is
 * the network, green is this process. All colours have a contrast of 4.5 or more with dark text, in
 * the light and in the dark design.
 */
final class PhaseStyle {
  /** The part of a run that belongs to no phase. */
  static final Part OTHER = new Part("other", "#b9c1cb", "time outside of the phases");

  private static final Map<Phase, Part> PHASES =
      Map.ofEntries(
          Map.entry(Phase.PROMPT, new Part("prompt", "#5cc2a0", "encoding the input, the prompt")),
          Map.entry(Phase.CLIENT, new Part("client", "#8fa3b5", "interceptors and the client")),
          Map.entry(Phase.QUEUE, new Part("queue", "#dd8f4a", "waiting for a permit")),
          Map.entry(Phase.RATE_WAIT, new Part("rate wait", "#f5dc9b", "waiting for a rate limit")),
          Map.entry(Phase.BACKOFF, new Part("backoff", "#efbf6f", "waiting before a retry")),
          Map.entry(Phase.CONNECT, new Part("connect", "#b79bea", "DNS, TCP and TLS")),
          Map.entry(
              Phase.FIRST_BYTE,
              new Part("first byte", "#6f9df1", "from the request to the first byte")),
          Map.entry(Phase.STREAM, new Part("stream", "#a9c8f9", "from the first byte to the last")),
          Map.entry(Phase.READ, new Part("read", "#83d3b6", "decoding and repairing the output")),
          Map.entry(Phase.VALIDATE, new Part("validate", "#b2e3cf", "checking the constraints")),
          Map.entry(Phase.RE_ASK, new Part("re-ask", "#d5b45a", "building the re-ask")),
          Map.entry(Phase.COMMIT, new Part("commit", "#9fd0c9", "committing the turn")),
          Map.entry(Phase.TOOL, new Part("tool", "#c7b299", "tools, and waiting for approval")),
          Map.entry(Phase.CALLER, new Part("caller", "#d9a7d9", "the reader of the stream")));

  private static final Map<TraceKind, Part> KINDS =
      Map.of(
          TraceKind.PREPARE, new Part("prepare", "#5cc2a0", "before the first request"),
          TraceKind.WAIT,
              new Part("wait for the first text", "#6f9df1", "the request and its wait"),
          TraceKind.STREAM, new Part("stream", "#a9c8f9", "from the first text to the last"),
          TraceKind.RESPONSE, new Part("response", "#8db4f6", "a request and its response"),
          TraceKind.FAILED, new Part("failed request", "#e5746b", "a request without a response"),
          TraceKind.BACKOFF, new Part("backoff", "#efbf6f", "waiting before a retry"),
          TraceKind.PROCESS, new Part("process", "#83d3b6", "reading and validating the output"));

  private PhaseStyle() {}

  /** A name, a colour, and an explanation. */
  record Part(String name, String colour, String meaning) {}

  static Part of(Phase phase) {
    Part part = PHASES.get(phase);
    return part != null
        ? part
        : new Part(
            phase.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            OTHER.colour(),
            "another phase");
  }

  static Part of(TraceKind kind) {
    return KINDS.getOrDefault(kind, OTHER);
  }

  /** Writes a legend. */
  static void legend(Markup to, List<Part> parts) {
    to.begin("ul", "class", "legend");
    for (Part part : parts) {
      to.begin("li");
      to.begin("svg", "viewBox", "0 0 13 13", "aria-hidden", "true");
      to.empty("rect", "width", 13, "height", 13, "rx", 3, "fill", part.colour()).end();
      to.begin("span", "title", part.meaning()).text(part.name()).end();
      to.end();
    }
    to.end().line();
  }
}
