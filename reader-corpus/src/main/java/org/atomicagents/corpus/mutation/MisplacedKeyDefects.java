package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.corpus.mutation.MutableJson.Items;
import org.atomicagents.corpus.mutation.MutableJson.Literal;
import org.atomicagents.corpus.mutation.MutableJson.Member;
import org.atomicagents.corpus.mutation.MutableJson.Members;
import org.atomicagents.corpus.mutation.MutableJson.Spot;

/** Defects that move keys to another level, so that their values are lost if they are dropped. */
final class MisplacedKeyDefects {
  private MisplacedKeyDefects() {}

  /** A key and a record that does not have it. */
  private record Move(Members from, Member member, Members to) {}

  /** Moves a key to another record, or to a new object. */
  static boolean moved(MutableDocument draft) {
    List<Members> records = records(draft);
    var moves = new ArrayList<Move>();
    for (Members from : records) {
      for (Member member : from.all) {
        if (!hasContent(member.value) || isUnknown(from, member.key)) {
          continue;
        }
        records.stream()
            .filter(to -> to != from && isUnknown(to, member.key) && !contains(member.value, to))
            .forEach(to -> moves.add(new Move(from, member, to)));
      }
    }
    if (moves.isEmpty()) {
      return false;
    }
    Move move = draft.random.oneOf(moves);
    move.from().all.remove(move.member());
    Member moved = move.member();
    if (draft.random.chance(0.2)) {
      var details = Members.ofMap();
      details.all.add(moved);
      moved = new Member("further_details", details);
    }
    move.to().all.add(draft.random.between(0, move.to().all.size()), moved);
    draft.lose();
    return true;
  }

  /** Replaces an object by its keys. */
  static boolean flattened(MutableDocument draft) {
    var moves = new ArrayList<Move>();
    for (Members from : records(draft)) {
      for (Member member : from.all) {
        if (member.value instanceof Members part && part.isRecord() && canBeFlattened(from, part)) {
          moves.add(new Move(from, member, from));
        }
      }
    }
    if (moves.isEmpty()) {
      return false;
    }
    Move move = draft.random.oneOf(moves);
    int index = move.from().all.indexOf(move.member());
    move.from().all.remove(index);
    move.from().all.addAll(index, ((Members) move.member().value).all);
    draft.lose();
    return true;
  }

  private static boolean canBeFlattened(Members from, Members part) {
    return part.all.stream().anyMatch(member -> hasContent(member.value))
        && part.all.stream()
            .allMatch(member -> isUnknown(from, member.key) && !isUnknown(part, member.key));
  }

  private static List<Members> records(MutableDocument draft) {
    var records = new ArrayList<Members>();
    for (Spot spot : draft.spots()) {
      if (spot.piece() instanceof Members members && members.isRecord()) {
        records.add(members);
      }
    }
    return records;
  }

  private static boolean isUnknown(Members record, String key) {
    return record.known.stream().noneMatch(known -> NamingDefects.same(known, key));
  }

  private static boolean hasContent(MutableJson value) {
    return switch (value) {
      case Literal literal -> !literal.word.equals("null");
      case Items items -> !items.all.isEmpty();
      case Members members -> !members.all.isEmpty();
      case MutableJson.Text ignored -> true;
      case MutableJson.Numeral ignored -> true;
    };
  }

  private static boolean contains(MutableJson value, Members record) {
    return value == record
        || MutableJson.spots(value).stream().anyMatch(spot -> spot.piece() == record);
  }
}
