package org.atomicagents.model.batch;

/** The names that all providers accept for batches and their requests. */
final class BatchNames {
  private static final int MAX_LENGTH = 64;

  private BatchNames() {}

  static void require(String parameter, String name) {
    boolean isValid =
        !name.isEmpty()
            && name.length() <= MAX_LENGTH
            && name.chars().allMatch(BatchNames::isNameCharacter);
    if (!isValid) {
      String found = name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "…";
      throw new IllegalArgumentException(
          "%s: expected 1 to %d of the characters A-Z a-z 0-9 _ -, found \"%s\""
              .formatted(parameter, MAX_LENGTH, found));
    }
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
