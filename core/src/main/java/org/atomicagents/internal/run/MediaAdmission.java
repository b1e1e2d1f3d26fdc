package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Violation;

/** Applies the media policy of a run to the messages of a request. Used for one request. */
public final class MediaAdmission {
  private final RunConfig config;
  private final MediaPolicy policy;
  private final String input;
  private final List<Violation> violations = new ArrayList<>();

  /**
   * Creates an admission.
   *
   * @param input the name of the input's type, for messages
   */
  public MediaAdmission(RunConfig config, String input) {
    this.config = config;
    this.policy = config.limits().media();
    this.input = input;
  }

  /**
   * Returns the messages with their media as the policy admits them.
   *
   * @throws InvalidInputException if the policy does not allow all media
   */
  public List<Message> admit(List<Message> messages) {
    if (!anyHasMedia(messages)) {
      return messages;
    }
    var admitted = new ArrayList<Message>(messages);
    for (int i = 0; i < admitted.size(); i++) {
      if (hasMedia(admitted.get(i))) {
        admitted.set(i, admit(admitted.get(i), i + 1));
      }
    }
    if (!violations.isEmpty()) {
      throw InvalidInputException.of(config.agent(), input, violations);
    }
    return admitted;
  }

  // A loop allocates less than a stream, and each run gets here.
  private static boolean anyHasMedia(List<Message> messages) {
    for (Message message : messages) {
      if (hasMedia(message)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMedia(Message message) {
    for (Content part : message.parts()) {
      if (part instanceof Media) {
        return true;
      }
    }
    return false;
  }

  private Message admit(Message message, int number) {
    var parts = new ArrayList<Content>(message.parts());
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Media media) {
        String place = "part " + (i + 1) + " of message " + number;
        Media placed = media.location().isEmpty() ? media.at(place) : media;
        parts.set(i, admit(placed).at(media.location()));
      }
    }
    return new Message(message.role(), parts);
  }

  private Media admit(Media media) {
    try {
      return policy.admit(media);
    } catch (IllegalArgumentException e) {
      policy.violation(media).ifPresent(violations::add);
      return media;
    }
  }
}
