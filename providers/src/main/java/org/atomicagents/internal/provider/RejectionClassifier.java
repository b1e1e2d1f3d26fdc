package org.atomicagents.internal.provider;

import org.atomicagents.error.BadRequestException.RejectedPart;

/** Classifies an error response by the part of the request that the provider rejected. */
public interface RejectionClassifier {

  /** Returns the rejected part, given the status, message and code of the error. */
  RejectedPart classify(int status, String message, String code);

  /** Returns whether an error with status 5xx is in fact a rejection of the request. */
  default boolean isRejection(int status, String message) {
    return false;
  }
}
