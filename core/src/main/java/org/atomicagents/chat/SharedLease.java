package org.atomicagents.chat;

import org.atomicagents.chat.ChatHistory.Lease;

/** A lease that excludes no other run, and so never expires. */
enum SharedLease implements Lease {
  INSTANCE;

  @Override
  public boolean isExpired() {
    return false;
  }

  @Override
  public boolean beginCommit() {
    return true;
  }

  @Override
  public void beginActivity() {}

  @Override
  public void endActivity() {}

  @Override
  public void close() {}
}
