// A made-up shop under load, the same at each start: call trees, series and labels for the mock server.

const HOUR_SECONDS = 3_600;

/** A small seeded generator (mulberry32), so that pictures and test runs can be repeated. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const TYPES = [
  'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
  'wall:wall:nanoseconds:wall:nanoseconds',
  'memory:alloc_in_new_tlab_bytes:bytes:space:bytes',
  'memory:alloc_in_new_tlab_objects:count:space:bytes',
  'memory:live:count:objects:count',
  'mutex:contentions:count:mutex:count',
  'mutex:delay:nanoseconds:mutex:count',
];

const JAVA_ROOTS = [
  ['java.lang.Thread.run', 'java.util.concurrent.ThreadPoolExecutor$Worker.run', 'java.util.concurrent.ThreadPoolExecutor.runWorker', 'io.grpc.internal.SerializingExecutor.run'],
  ['java.lang.Thread.run', 'io.netty.util.concurrent.FastThreadLocalRunnable.run', 'io.netty.channel.nio.NioEventLoop.run', 'io.netty.channel.nio.NioEventLoop.processSelectedKeys'],
  ['thread_native_entry', 'Thread::call_run', 'GangWorker::loop', 'G1ParEvacuateFollowersClosure::do_void'],
  ['thread_native_entry', 'Thread::call_run', 'CompileBroker::compiler_thread_loop', 'C2Compiler::compile_method'],
];

const JAVA_PACKAGES = {
  'com.example.shop.checkout': ['CheckoutService', 'BasketValidator', 'PaymentGateway', 'OrderWriter'],
  'com.example.shop.pricing': ['PriceEngine', 'DiscountRules', 'TaxTable'],
  'com.example.platform.http': ['RequestRouter', 'SessionFilter', 'JsonCodec'],
  'io.netty.buffer': ['PooledByteBufAllocator', 'PoolArena', 'AbstractByteBuf'],
  'io.netty.channel': ['AbstractChannelHandlerContext', 'DefaultChannelPipeline'],
  'java.util': ['HashMap', 'ArrayList', 'TimSort'],
  'java.util.concurrent': ['ConcurrentHashMap', 'CompletableFuture', 'ForkJoinTask'],
  'com.fasterxml.jackson.databind': ['ObjectMapper', 'BeanSerializer', 'DeserializationContext'],
  'org.apache.kafka.clients.producer': ['KafkaProducer', 'RecordAccumulator'],
  'org.postgresql.core': ['QueryExecutorImpl', 'PGStream'],
  'sun.nio.ch': ['SocketChannelImpl', 'IOUtil'],
};

const METHODS = ['apply', 'get', 'put', 'resize', 'validate', 'serialize', 'flush', 'read', 'write', 'invoke', 'compute', 'merge', 'encode', 'dispatch', 'next', 'sort', 'lookup', 'hash'];
const NATIVE = ['__libc_write', 'tcp_sendmsg_locked', 'copy_user_enhanced_fast_string', 'epoll_wait', 'do_syscall_64', 'G1BarrierSet::write_ref_array_work'];

/** The whole of a tree in its own units; a factor turns it into nanoseconds or bytes. */
const WHOLE = 1_000_000;

/** Grows a call tree; weight is split on the way down until it falls under the grain, as sampling does. */
export function growTree(seed, grain) {
  const next = random(seed);
  const packages = Object.keys(JAVA_PACKAGES);
  const newNode = (name) => ({ name, self: 0, children: new Map() });
  const child = (node, name) => {
    const found = node.children.get(name) ?? newNode(name);
    node.children.set(name, found);
    return found;
  };
  const frame = (packageName) => {
    const classes = JAVA_PACKAGES[packageName];
    return `${packageName}.${classes[Math.floor(next() ** 2 * classes.length)]}.${METHODS[Math.floor(next() * METHODS.length)]}`;
  };
  const fill = (node, weight, depth, packageIndex) => {
    const self = depth > 34 ? 1 : next() < 0.3 ? next() ** 2 : next() * 0.06;
    node.self += Math.round(weight * self);
    const left = weight * (1 - self);
    if (left < grain) {
      node.self += Math.round(left);
      return;
    }
    // Mostly one or two callees; a node that fans out does so into unequal parts.
    const parts = Array.from({ length: 1 + Math.floor(next() ** 2.6 * 5) }, () => next() ** 2.2 + 0.02);
    const sum = parts.reduce((total, part) => total + part, 0);
    for (const part of parts) {
      // Staying within a package makes towers of one colour instead of confetti.
      const into = next() < 0.66 ? packageIndex : Math.floor(next() * packages.length);
      const name = depth > 8 && next() < 0.06 ? NATIVE[Math.floor(next() * NATIVE.length)] : frame(packages[into]);
      fill(child(node, name), (left * part) / sum, depth + 1, into);
    }
  };
  const root = newNode('total');
  [0.52, 0.27, 0.12, 0.09].forEach((share, index) => {
    const bottom = JAVA_ROOTS[index].reduce(child, root);
    fill(bottom, WHOLE * share, JAVA_ROOTS[index].length, index);
  });
  return root;
}

/** Writes a tree the way the query API does: rows of (x delta, total, self, name), self left, siblings by name. */
export function encodeFlameGraph(root, factor) {
  const names = [];
  const indexes = new Map();
  const levels = [];
  const ends = [];
  let maxSelf = 0;
  const totalOf = (node) => {
    node.total = Math.round(node.self * factor);
    for (const next of node.children.values()) {
      node.total += totalOf(next);
    }
    return node.total;
  };
  const visit = (node, depth, x) => {
    if (!indexes.has(node.name)) {
      indexes.set(node.name, names.push(node.name) - 1);
    }
    const self = Math.round(node.self * factor);
    maxSelf = Math.max(maxSelf, self);
    (levels[depth] ??= []).push(x - (ends[depth] ?? 0), node.total, self, indexes.get(node.name));
    ends[depth] = x + node.total;
    let at = x + self;
    for (const next of [...node.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      visit(next, depth + 1, at);
      at += next.total;
    }
  };
  const total = totalOf(root);
  visit(root, 0, 0);
  return {
    names,
    levels: levels.map((values) => ({ values: values.map(String) })),
    total: String(total),
    maxSelf: String(maxSelf),
  };
}

/** The load at a moment, about 1: a day's wave, a slower ripple, noise, and a burst each two hours. */
export function loadAt(seconds) {
  const day = 1 + 0.35 * Math.sin((seconds / (24 * HOUR_SECONDS)) * 2 * Math.PI);
  const ripple = 0.15 * Math.sin(seconds / 340) + 0.08 * Math.sin(seconds / 97);
  const noise = (random(seconds)() - 0.5) * 0.22;
  const burst = seconds % (2 * HOUR_SECONDS) < 500 ? 0.9 : 0;
  return Math.max(0.05, day + ripple + noise + burst);
}
