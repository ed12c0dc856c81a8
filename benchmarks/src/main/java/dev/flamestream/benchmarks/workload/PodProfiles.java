package dev.flamestream.benchmarks.workload;

import dev.flamestream.schemas.pprof.Sample;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** What one pod's profiler sends, one profile after another. Not thread-safe. */
abstract class PodProfiles {
    private static final long INTERVAL_NANOS = Workload.INTERVAL.toNanos();

    final Stacks stacks;
    final Random random;
    final int samples;

    private PodProfiles(Stacks stacks, Random random, int samples) {
        this.stacks = stacks;
        this.random = random;
        this.samples = Math.min(samples, stacks.template.stackCount());
    }

    /** A template's stacks, shared by all pods of a service. */
    static final class Stacks {
        final Template template;
        final ProfileMaker.TemplateIndex index;

        Stacks(Template template) {
            this.template = template;
            this.index = ProfileMaker.TemplateIndex.of(template.profile());
        }
    }

    static PodProfiles of(Workload workload, Stacks stacks, Random random) {
        return switch (workload.kind) {
            case CPU -> new Cpu(stacks, random, workload.samplesPerProfile, false);
            case LABELLED_CPU -> new Cpu(stacks, random, workload.samplesPerProfile, true);
            case HEAP -> new Heap(stacks, random, workload.samplesPerProfile);
        };
    }

    /** The next profile's file. */
    abstract byte[] next(long timeMillis);

    /** Draws stacks by their weights, which each pod skews in its own way. */
    private static final class Draw {
        private final double[] upTo;
        private final Random random;

        Draw(Template template, Random random) {
            this.random = random;
            this.upTo = template.weights();
            double sum = 0;
            for (int i = 0; i < upTo.length; i++) {
                sum += upTo[i] * Math.exp(0.7 * random.nextGaussian());
                upTo[i] = sum;
            }
        }

        int next() {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
            return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
        }
    }

    /** Each sample is a distinct stack and the number of times it was hit; hits go on until there are enough stacks. */
    private static final class Cpu extends PodProfiles {
        private static final String[] ENDPOINTS = {"/cart", "/checkout", "/login", "/search", "/item", "/healthz"};

        private final boolean labelled;
        private final Draw draw;

        Cpu(Stacks stacks, Random random, int samples, boolean labelled) {
            super(stacks, random, samples);
            this.labelled = labelled;
            this.draw = new Draw(stacks.template, random);
        }

        @Override
        byte[] next(long timeMillis) {
            int[] hits = new int[stacks.template.stackCount()];
            int[] order = new int[samples];
            int distinct = 0;
            // Where a few stacks have nearly all the weight, the last of the wanted number would take for ever.
            for (int tries = 20 * samples; tries > 0 && distinct < samples; tries--) {
                int stack = draw.next();
                if (hits[stack]++ == 0) {
                    order[distinct++] = stack;
                }
            }
            ProfileMaker maker = new ProfileMaker(stacks.index);
            for (int i = 0; i < distinct; i++) {
                Sample stack = stacks.template.stack(order[i]);
                Sample.Builder sample = maker.add(stack, values(hits[order[i]]));
                if (labelled) {
                    maker.label(sample, "endpoint", ENDPOINTS[order[i] % ENDPOINTS.length]);
                    if (random.nextInt(5) == 0) {
                        maker.label(sample, "span_id", HexFormat.of().toHexDigits(random.nextLong()));
                    }
                }
            }
            return maker.finish(timeMillis, INTERVAL_NANOS);
        }

        private long[] values(int hits) {
            long[] values = new long[stacks.index.profile().getSampleTypeCount()];
            Arrays.fill(values, hits);
            values[values.length - 1] = hits * Template.CPU_PERIOD_NANOS;
            return values;
        }
    }

    /** Sums since the pod began: in each interval some stacks allocate, most do not, and what is live goes up and down. */
    private static final class Heap extends PodProfiles {
        private static final int CHANGED_OF = 20;

        private final int[] chosen;
        private final long[][] values;

        Heap(Stacks stacks, Random random, int samples) {
            super(stacks, random, samples);
            this.chosen = choose();
            this.values = new long[chosen.length][];
            for (int i = 0; i < chosen.length; i++) {
                values[i] = stacks.template.stack(chosen[i]).getValueList().stream()
                        .mapToLong(Long::longValue)
                        .toArray();
            }
        }

        /** A pod has most of a service's stacks, each pod some others. */
        private int[] choose() {
            int[] all = new int[stacks.template.stackCount()];
            Arrays.setAll(all, i -> i);
            for (int i = 0; i < samples; i++) {
                int other = i + random.nextInt(all.length - i);
                int swap = all[i];
                all[i] = all[other];
                all[other] = swap;
            }
            return Arrays.copyOf(all, samples);
        }

        @Override
        byte[] next(long timeMillis) {
            ProfileMaker maker = new ProfileMaker(stacks.index);
            for (int i = 0; i < chosen.length; i++) {
                if (random.nextInt(CHANGED_OF) == 0) {
                    allocate(values[i]);
                }
                maker.add(stacks.template.stack(chosen[i]), values[i]);
            }
            return maker.finish(timeMillis, 0);
        }

        /** Types come in pairs of objects and bytes: those allocated, then those in use. */
        private void allocate(long[] value) {
            for (int type = 0; type + 1 < value.length; type += 2) {
                long size = value[type] == 0 ? 512 : Math.max(1, value[type + 1] / value[type]);
                long objects = type == 0
                        ? value[type] + 1 + random.nextInt(100)
                        : Math.max(0, value[type] + random.nextInt(21) - 10);
                value[type] = objects;
                value[type + 1] = objects * size;
            }
        }
    }
}
