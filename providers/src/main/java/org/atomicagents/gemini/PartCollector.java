package org.atomicagents.gemini;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * A collector of the parts of a response, which {@link ReplayedParts} repeats in the next request.
 *
 * <p>Thought signatures belong to a part and to its position. Texts are collected by their length
 * and function calls by their id: their content is that of the message, which may have been
 * repaired or edited. A response without signatures and without content of Google's tools needs no
 * replay.
 */
final class PartCollector {
  private final List<String> parts = new ArrayList<>();
  private int pendingText;
  private boolean isNeeded;

  /**
   * Adds a part.
   *
   * @param callId the id of the function call, if it is one
   */
  void add(ResponsePart part, String callId) {
    isNeeded |= part.signature != null || part.isRepeated();
    if (part.isRepeated()) {
      endText(null);
      parts.add(part.json());
    } else if (part.isCall) {
      endText(null);
      parts.add(item(ReplayedParts.CALL, WireJson.quote(callId), part.signature));
    } else if (part.text != null && !part.isThought) {
      if (part.signature != null) {
        endText(null);
      }
      pendingText += part.text.length();
      if (part.signature != null) {
        endText(part.signature);
      }
    }
  }

  private void endText(@Nullable String signature) {
    if (pendingText > 0 || signature != null) {
      parts.add(item(ReplayedParts.TEXT, Integer.toString(pendingText), signature));
    }
    pendingText = 0;
  }

  private static String item(String name, String value, @Nullable String signature) {
    return "{\""
        + name
        + "\":"
        + value
        + (signature == null ? "" : ",\"thoughtSignature\":" + WireJson.quote(signature))
        + "}";
  }

  /** Returns the JSON of the opaque part; null if there is nothing to repeat. */
  @Nullable String part() {
    endText(null);
    return isNeeded ? ReplayedParts.part(parts) : null;
  }
}
