package org.atomicagents.storage;

import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.support.ConversationStoreContract;

class InMemoryConversationStoreTest extends ConversationStoreContract {

  @Override
  protected ConversationStore open() {
    return new InMemoryConversationStore();
  }
}
