package org.atomicagents.internal.provider;

import org.atomicagents.error.BadRequestException.RejectedPart;

/** Decides from the words of a protocol which part of a request a provider has rejected. */
public interface RejectionClassifier {

  /** Returns the rejected part of the request, from the status, message and code of the error. */
  RejectedPart classify(int status, String message, String code);

  /** Returns whether a status of 5xx is a rejection of the request all the same. */
  default boolean isRejection(int status, String message) {
    return false;
  }
}
