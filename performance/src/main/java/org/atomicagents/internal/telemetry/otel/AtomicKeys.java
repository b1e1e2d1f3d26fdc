package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** The keys of the attributes that the semantic conventions do not have. */
final class AtomicKeys {
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("atomic_agents.outcome");
  static final AttributeKey<String> MODE = AttributeKey.stringKey("atomic_agents.mode");
  static final AttributeKey<String> INPUT_SCHEMA =
      AttributeKey.stringKey("atomic_agents.input_schema");
  static final AttributeKey<String> OUTPUT_SCHEMA =
      AttributeKey.stringKey("atomic_agents.output_schema");
  static final AttributeKey<Long> MESSAGE_COUNT =
      AttributeKey.longKey("atomic_agents.message_count");
  static final AttributeKey<String> PROMPT_HASH =
      AttributeKey.stringKey("atomic_agents.system_prompt.sha256");
  static final AttributeKey<Boolean> CLOSED_EARLY =
      AttributeKey.booleanKey("atomic_agents.stream.closed_early");
  static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("atomic_agents.llm.attempts");
  static final AttributeKey<Long> REQUESTS = AttributeKey.longKey("atomic_agents.requests");
  static final AttributeKey<Long> REQUEST_NUMBER =
      AttributeKey.longKey("atomic_agents.request.number");
  static final AttributeKey<String> CACHE = AttributeKey.stringKey("atomic_agents.cache");
  static final AttributeKey<Double> COST = AttributeKey.doubleKey("atomic_agents.cost");
  static final AttributeKey<Boolean> HEDGE_LOST =
      AttributeKey.booleanKey("atomic_agents.hedge.lost");
  static final AttributeKey<String> VALIDATION_ERROR =
      AttributeKey.stringKey("atomic_agents.llm.last_validation_error");

  static final AttributeKey<String> PATH = AttributeKey.stringKey("atomic_agents.path");
  static final AttributeKey<List<String>> PATHS =
      AttributeKey.stringArrayKey("atomic_agents.paths");
  static final AttributeKey<List<String>> REPAIR_KINDS =
      AttributeKey.stringArrayKey("atomic_agents.repair.kinds");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("atomic_agents.attempt");
  static final AttributeKey<String> NEXT = AttributeKey.stringKey("atomic_agents.next");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("atomic_agents.reason");
  static final AttributeKey<Double> DELAY = AttributeKey.doubleKey("atomic_agents.delay");
  static final AttributeKey<String> PHASE = AttributeKey.stringKey("atomic_agents.phase");
  static final AttributeKey<String> RESULT = AttributeKey.stringKey("atomic_agents.result");

  private AtomicKeys() {}
}
