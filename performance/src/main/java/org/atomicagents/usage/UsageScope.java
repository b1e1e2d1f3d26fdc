package org.atomicagents.usage;

import java.util.Objects;
import org.atomicagents.chat.ConversationKey;

/**
 * The part of an application that shares a usage limit.
 *
 * <p>Immutable.
 *
 * @param tenant the tenant; empty for all callers together
 * @param part what shares the limit within the tenant
 * @param id the id of the conversation or of the batch; empty for other parts
 */
public record UsageScope(String tenant, Part part, String id) {
  /** The scope of all callers together. */
  public static final UsageScope SHARED = new UsageScope("", Part.WHOLE, "");

  /** A part of a tenant. */
  public enum Part {
    /** The whole tenant. */
    WHOLE,
    /** A conversation of the tenant. */
    CONVERSATION,
    /** A batch of the tenant. */
    BATCH,
    /** One call: the requests of one run. */
    CALL
  }

  public UsageScope {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(id, "id");
  }

  // Names are parts of keys in stores, as those of stored conversations are.
  UsageScope withTenant(String name) {
    return new UsageScope(new ConversationKey(name, "any").tenant(), part, id);
  }

  UsageScope withPart(Part newPart, String newId) {
    return new UsageScope(tenant, newPart, new ConversationKey("any", newId).id());
  }

  /** Returns a description, as in {@code tenant 'acme', conversation 'c-17'}. */
  @Override
  public String toString() {
    String owner = tenant.isEmpty() ? "" : "tenant '" + tenant + "'";
    String detail =
        switch (part) {
          case WHOLE -> owner.isEmpty() ? "all callers" : "";
          case CONVERSATION -> "conversation '" + id + "'";
          case BATCH -> "batch '" + id + "'";
          case CALL -> "one call";
        };
    return owner.isEmpty() || detail.isEmpty() ? owner + detail : owner + ", " + detail;
  }
}
