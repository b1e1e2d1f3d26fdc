package org.atomicagents.routing;

import java.util.List;
import org.atomicagents.message.Usage;
import org.atomicagents.routing.StageScript.Kind;

/**
 * The specified result of a cascade, computed without any of its code.
 *
 * @param text the text of the returned output; empty if the run fails
 * @param failure the simple name of the exception; empty if the run succeeds
 */
record ExpectedCascade(
    String text, String failure, int attempts, int requests, Usage usage, boolean isAccepted) {

  /**
   * Returns the result.
   *
   * @param maxRequests the budget of the run, in requests
   */
  static ExpectedCascade of(List<StageScript> stages, int maxRequests, boolean returnsRejected) {
    int attempts = 0;
    int requests = 0;
    Usage usage = Usage.NONE;
    Kind best = null;
    String failure = "";
    boolean isLimited = false;
    for (StageScript stage : stages) {
      Kind outcome = null;
      for (Kind kind : stage.kinds()) {
        if (requests == maxRequests) {
          isLimited = true;
          failure = "LimitExceededException";
          break;
        }
        requests++;
        if (!kind.isFailure()) {
          // A response that breaks off has not reported its usage.
          usage = usage.plus(StageScript.USAGE);
          attempts++;
        }
        outcome = kind;
      }
      if (isLimited) {
        break;
      }
      if (outcome == Kind.GOOD) {
        return new ExpectedCascade("good", "", attempts, requests, usage, true);
      }
      if (outcome == Kind.UNSURE
          || (outcome == Kind.BAD && returnsRejected && best != Kind.UNSURE)) {
        best = outcome;
      }
      failure = outcome.isFailure() ? "TransportException" : "InvalidOutputException";
      // A rejected output is followed by the next stage even if the budget is used.
      if (!outcome.isValid() && requests == maxRequests) {
        isLimited = true;
        break;
      }
    }
    if (best != null) {
      String text = best == Kind.UNSURE ? "unsure" : "bad";
      return new ExpectedCascade(text, "", attempts, requests, usage, false);
    }
    boolean isAll = !isLimited && stages.size() > 1;
    return new ExpectedCascade(
        "", isAll ? "AllModelsFailedException" : failure, attempts, requests, usage, false);
  }
}
