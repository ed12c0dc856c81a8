package dev.flamestream.cluster.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The stacks of a service, root first and below the name of its tenant: a tree of calls that share most of their way, as those of
 * one program do, so that its profiles name the same functions again and again, some often and most seldom.
 */
final class ServiceStacks {
    private static final int STACKS = 400;
    private static final int FUNCTIONS = 500;
    private static final int MAX_DEPTH = 90;

    /** New calls at the end of a stack. */
    private static final int MAX_BRANCH = 12;

    private static final List<String> WORDS = List.of(
            "Order", "Payment", "Session", "Stream", "Buffer", "Index", "Query", "Cache", "Record", "Account",
            "Channel", "Event", "Batch", "Codec", "Token", "Route");
    private static final List<String> VERBS =
            List.of("read", "write", "handle", "encode", "decode", "flush", "lookup", "merge", "accept", "process");
    private static final List<String> ROLES =
            List.of("Handler", "Factory", "Service", "Filter", "Writer", "Reader", "Context", "Pool");

    private final List<List<String>> stacks = new ArrayList<>();

    ServiceStacks(LoadKey key, SplittableRandom random) {
        List<String> functions = new ArrayList<>();
        for (int i = 0; i < FUNCTIONS; i++) {
            functions.add(functionName(key.service(), i, random));
        }
        stacks.add(List.of(key.tenant(), "java.lang.Thread.run"));
        while (stacks.size() < STACKS) {
            List<String> from = stacks.get(random.nextInt(stacks.size()));
            int shared = Math.max(2, from.size() / 2 + random.nextInt(from.size() / 2 + 1));
            List<String> stack = new ArrayList<>(from.subList(0, shared));
            int branch = Math.min(1 + random.nextInt(MAX_BRANCH), MAX_DEPTH - shared);
            for (int i = 0; i < branch; i++) {
                stack.add(functions.get(skewed(functions.size(), random)));
            }
            stacks.add(List.copyOf(stack));
        }
    }

    private static String functionName(String service, int number, SplittableRandom random) {
        String subject = oneOf(WORDS, random);
        return "com.example." + service.replace("-", "") + "." + subject.toLowerCase(Locale.ROOT) + "."
                + subject + oneOf(WORDS, random) + oneOf(ROLES, random) + "." + oneOf(VERBS, random)
                + oneOf(WORDS, random) + number;
    }

    private static String oneOf(List<String> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }

    /** Few of the numbers come often, and each comes at times. */
    private static int skewed(int bound, SplittableRandom random) {
        double share = random.nextDouble();
        return (int) (bound * share * share);
    }

    /** So many different ones, root first. */
    Collection<List<String>> some(int count, SplittableRandom random) {
        Set<List<String>> chosen = new LinkedHashSet<>();
        while (chosen.size() < count) {
            chosen.add(stacks.get(skewed(stacks.size(), random)));
        }
        return chosen;
    }
}
