package org.atomicagents.internal.telemetry.micrometer;

/**
 * The names of meters and of their tags: those of OpenTelemetry's conventions where there is one.
 */
final class MeterNames {
  static final String REQUEST_DURATION = "gen_ai.client.inference.duration";
  static final String FIRST_CHUNK = "gen_ai.client.inference.time_to_first_chunk";
  static final String OUTPUT_CHUNK = "gen_ai.client.inference.time_per_output_chunk";
  static final String USAGE = "gen_ai.client.inference.usage.";
  static final String REQUEST_INPUT = "gen_ai.client.inference.operation.input_tokens";
  static final String REQUEST_OUTPUT = "gen_ai.client.inference.operation.output_tokens";
  static final String RUN_DURATION = "gen_ai.invoke_agent.duration";
  static final String RUN_REQUESTS = "gen_ai.invoke_agent.inference_calls";
  static final String RUN_TOOL_CALLS = "gen_ai.invoke_agent.tool_calls";
  static final String TOOL_DURATION = "gen_ai.execute_tool.duration";

  static final String PHASE_DURATION = "atomic_agents.phase.duration";
  static final String REPAIRS = "atomic_agents.repairs";
  static final String RE_ASKS = "atomic_agents.re_asks";
  static final String VIOLATIONS = "atomic_agents.violations";
  static final String REFUSED_MODES = "atomic_agents.refused_modes";
  static final String RETRIES = "atomic_agents.retries";
  static final String FALLBACKS = "atomic_agents.fallbacks";
  static final String ESCALATIONS = "atomic_agents.escalations";
  static final String REJECTIONS = "atomic_agents.rejected_requests";
  static final String HEDGES = "atomic_agents.hedges";
  static final String CACHE = "atomic_agents.cache.requests";
  static final String COST = "atomic_agents.cost";
  static final String ACTIVE_RUNS = "atomic_agents.runs.active";
  static final String ACTIVE_REQUESTS = "atomic_agents.requests.active";
  static final String PERMITS_IN_USE = "atomic_agents.permits.in_use";
  static final String PERMITS_WAITING = "atomic_agents.permits.waiting";

  static final String TAG_OPERATION = "gen_ai.operation.name";
  static final String TAG_PROVIDER = "gen_ai.provider.name";
  static final String TAG_REQUEST_MODEL = "gen_ai.request.model";
  static final String TAG_RESPONSE_MODEL = "gen_ai.response.model";
  static final String TAG_AGENT = "gen_ai.agent.name";
  static final String TAG_TOOL = "gen_ai.tool.name";
  static final String TAG_ERROR = "error.type";
  static final String TAG_PHASE = "atomic_agents.phase";
  static final String TAG_PATH = "atomic_agents.path";
  static final String TAG_MODE = "atomic_agents.mode";
  static final String TAG_RESULT = "atomic_agents.result";
  static final String TAG_POOL = "atomic_agents.pool";

  /** The value of a tag that does not apply: meters of one name have the same tags. */
  static final String NONE = "none";

  /** The value of a tag in place of all values beyond the limit. */
  static final String OTHER = "other";

  private MeterNames() {}
}
