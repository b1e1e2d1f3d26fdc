package org.atomicagents.storage;

import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.InMemoryConversationStore;

class InMemoryConversationStoreTest extends ConversationStoreContract {

  @Override
  ConversationStore open() {
    return new InMemoryConversationStore();
  }
}
