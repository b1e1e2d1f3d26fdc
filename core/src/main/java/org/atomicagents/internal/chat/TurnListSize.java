package org.atomicagents.internal.chat;

import org.atomicagents.chat.Turn;

/**
 * The size of a list of turns. Immutable.
 *
 * @param tokens the number of tokens, as counted by the meter
 */
record TurnListSize(TurnMeter meter, int messages, long tokens) {

  TurnListSize plus(Turn turn) {
    return new TurnListSize(meter, messages + turn.entries().size(), tokens + meter.tokens(turn));
  }

  TurnListSize minus(Turn turn) {
    return new TurnListSize(meter, messages - turn.entries().size(), tokens - meter.tokens(turn));
  }
}
