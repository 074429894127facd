package io.stillwake.jobs.prompt;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds what of a family's vocabulary a clause names. */
final class Mentions {

  private final FamilyDescriptor family;
  private final Map<String, Set<Integer>> vocabulary = new LinkedHashMap<>();

  Mentions(FamilyDescriptor family) {
    this.family = family;
    for (int motion = 0; motion < family.getMotionsCount(); motion++) {
      for (String phrase : family.getMotions(motion).getWordsList()) {
        learn(phrase, motion);
      }
    }
    family.getCannotList().forEach(phrase -> vocabulary.putIfAbsent(phrase, Set.of()));
  }

  /** Of a phrase that several motions of one group have, the first of them takes it. */
  private void learn(String phrase, int motion) {
    String group = family.getMotions(motion).getGroup();
    Set<Integer> known = vocabulary.computeIfAbsent(phrase, any -> new LinkedHashSet<>());
    boolean taken =
        !group.isEmpty()
            && known.stream().anyMatch(other -> family.getMotions(other).getGroup().equals(group));
    if (!taken) {
      known.add(motion);
    }
  }

  /** In the order of the text. */
  List<Mention> in(Clause clause) {
    List<Mention> mentions = new ArrayList<>();
    vocabulary.forEach(
        (phrase, motions) -> {
          int length = Words.of(phrase).words().size();
          for (int first : clause.words().find(phrase)) {
            mentions.add(new Mention(phrase, first, length, motions));
          }
        });
    drop(mentions, mention -> mentions.stream().anyMatch(mention::isInside));
    drop(mentions, mention -> isGroupWord(mention) && hasAnotherOfTheGroup(mention, mentions));
    drop(mentions, mention -> isSaidOfAnother(mention, mentions));
    drop(mentions, mention -> isFigure(mention, mentions));
    mentions.sort(Comparator.comparingInt(Mention::first));
    return mentions;
  }

  /** Of the whole group, as "camera movement" is. */
  boolean isGroupWord(Mention mention) {
    return mention.motions().stream()
        .map(motion -> family.getMotions(motion).getGroup())
        .anyMatch(group -> !group.isEmpty() && Words.of(mention.phrase()).has(group));
  }

  /** The motions of the group that a mention's motion is of. */
  List<Integer> group(Mention mention) {
    List<String> groups =
        mention.motions().stream().map(motion -> family.getMotions(motion).getGroup()).toList();
    List<Integer> members = new ArrayList<>();
    for (int motion = 0; motion < family.getMotionsCount(); motion++) {
      MotionKind kind = family.getMotions(motion);
      if (!kind.getGroup().isEmpty() && groups.contains(kind.getGroup())) {
        members.add(motion);
      }
    }
    return members;
  }

  /** In "the camera pans" it pans, and does nothing else. */
  private boolean hasAnotherOfTheGroup(Mention mention, List<Mention> mentions) {
    List<Integer> group = group(mention);
    return mentions.stream()
        .anyMatch(other -> !isGroupWord(other) && !Collections.disjoint(other.motions(), group));
  }

  /** In "flames sway" it is the flames that sway, not the trees. */
  private static boolean isSaidOfAnother(Mention mention, List<Mention> mentions) {
    List<Mention> named =
        mentions.stream().filter(other -> !other.isShared() && !other.isBeyondTheFamily()).toList();
    return mention.isShared()
        && !named.isEmpty()
        && named.stream()
            .allMatch(other -> Collections.disjoint(other.motions(), mention.motions()));
  }

  /** "Dancing flames" is no dance. */
  private static boolean isFigure(Mention mention, List<Mention> mentions) {
    return mention.isBeyondTheFamily()
        && mentions.stream()
            .anyMatch(other -> !other.isBeyondTheFamily() && mention.touches(other));
  }

  private static void drop(List<Mention> mentions, Predicate<Mention> dropped) {
    mentions.removeAll(mentions.stream().filter(dropped).toList());
  }
}
