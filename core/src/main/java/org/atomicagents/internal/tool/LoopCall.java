package org.atomicagents.internal.tool;

import java.util.List;
import java.util.UUID;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.message.Content;
import org.atomicagents.tool.Approval;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool and its progress. Immutable.
 *
 * @param id the id, which stays the same when the call is repeated
 * @param input the input as JSON
 * @param isApproved whether a person has approved the call
 * @param isEdited whether a person has changed the input
 * @param result the text that the model receives; null until there is one
 * @param media the media of the result
 */
record LoopCall(
    String id,
    String tool,
    String input,
    boolean isApproved,
    boolean isEdited,
    @Nullable String result,
    List<Content> media) {

  LoopCall {
    media = List.copyOf(media);
  }

  /** Returns a new call. */
  static LoopCall of(String tool, String input) {
    return new LoopCall(UUID.randomUUID().toString(), tool, input, false, false, null, List.of());
  }

  boolean isOpen() {
    return result == null;
  }

  /** Returns a copy with the decision of a person. */
  LoopCall decide(Approval approval) {
    return switch (approval) {
      case Approval.Approved ignored ->
          new LoopCall(id, tool, input, true, isEdited, result, media);
      case Approval.Edited edited ->
          new LoopCall(id, tool, edited.input(), true, true, result, media);
      case Approval.Denied denied ->
          withResult(
              error(
                  "The call was denied."
                      + (denied.reason().isBlank() ? "" : " Reason: " + denied.reason())),
              List.of());
    };
  }

  /** Returns a copy with a result, which shows a changed input to the model. */
  LoopCall withResult(String text, List<Content> resultMedia) {
    String shown = isEdited ? "{\"edited_input\":" + input + ",\"result\":" + text + "}" : text;
    return new LoopCall(id, tool, input, isApproved, isEdited, shown, resultMedia);
  }

  /** Returns the result of a failed call. */
  static String error(String message) {
    return "{\"error\":" + JsonIo.quote(message) + "}";
  }
}
