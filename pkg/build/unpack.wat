;; Puts the wasm of the default entry together again: build/inlined.mjs took it apart. In wasm, because
;; half a million bytes are read before any engine has made good code of a script.
;;
;; Memory: eight places in the streams, what follows each operation, then what the caller lays there.
(module
  (memory (export "memory") 1)
  (global $to (mut i32) (i32.const 0))

  ;; The bytes that a text from `from` to `end` stands for are written from `to` on; their end is
  ;; returned. `table`: for each character of three alphabets its byte.
  (func (export "read") (param $from i32) (param $end i32) (param $table i32) (param $to i32) (result i32)
    (local $page i32)
    (local $character i32)
    (loop $next
      (if (i32.lt_u (local.get $from) (local.get $end))
        (then
          (local.set $character (i32.load8_u (local.get $from)))
          (local.set $from (i32.add (local.get $from) (i32.const 1)))
          ;; } and ~ say that the next character is of the third and of the second alphabet.
          (if (i32.ge_u (local.get $character) (i32.const 0x7d))
            (then (local.set $page (i32.shl (i32.sub (i32.const 0x7f) (local.get $character)) (i32.const 7))))
            (else
              (i32.store8 (local.get $to)
                (i32.load8_u (i32.add (i32.add (local.get $table) (local.get $page)) (local.get $character))))
              (local.set $to (i32.add (local.get $to) (i32.const 1)))
              (local.set $page (i32.const 0))))
          (br $next))))
    (local.get $to))

  ;; The next byte of a stream, written and returned. A stream is the address of its place.
  (func $byte (param $stream i32) (result i32)
    (local $place i32)
    (local.set $place (i32.load (local.get $stream)))
    (i32.store (local.get $stream) (i32.add (local.get $place) (i32.const 1)))
    (local.set $place (i32.load8_u (local.get $place)))
    (i32.store8 (global.get $to) (local.get $place))
    (global.set $to (i32.add (global.get $to) (i32.const 1)))
    (local.get $place))

  ;; A number in groups of seven bits.
  (func $number (param $stream i32) (result i32)
    (local $byte i32)
    (local $value i32)
    (local $shift i32)
    (loop $next
      (local.set $byte (call $byte (local.get $stream)))
      (local.set $value
        (i32.or (local.get $value) (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
      (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
      (br_if $next (i32.gt_u (local.get $byte) (i32.const 127))))
    (local.get $value))

  (func $numbers (param $stream i32) (param $times i32)
    (loop $next
      (if (i32.gt_s (local.get $times) (i32.const 0))
        (then
          (drop (call $number (local.get $stream)))
          (local.set $times (i32.sub (local.get $times) (i32.const 1)))
          (br $next)))))

  ;; Writes `count` functions from `to` on.
  (func (export "assemble") (param $to i32) (param $count i32)
    (local $start i32)
    (local $depth i32)
    (local $kind i32)
    (local $size i32)
    (local $bytes i32)
    (global.set $to (local.get $to))
    (loop $function
      (local.set $start (global.get $to))
      ;; How many locals of which type.
      (call $numbers (i32.const 28) (i32.shl (call $number (i32.const 28)) (i32.const 1)))
      (local.set $depth (i32.const 1))
      (loop $operation
        (local.set $kind (i32.load8_u offset=32 (call $byte (i32.const 0))))
        (block $done
          (block $raw
            (block $prefix
              (block $types
                (block $table
                  (block $end
                    (block $block
                      (block $plain
                        (br_table $plain $plain $plain $plain $plain $plain $plain $plain
                          $table $types $raw $raw $prefix $block $end
                          (i32.shr_u (local.get $kind) (i32.const 4))))
                      ;; The streams of one number or two, four bits each.
                      (loop $next
                        (if (local.get $kind)
                          (then
                            (drop (call $number (i32.shl (i32.and (local.get $kind) (i32.const 15)) (i32.const 2))))
                            (local.set $kind (i32.shr_u (local.get $kind) (i32.const 4)))
                            (br $next))))
                      (br $done))
                    (drop (call $number (i32.const 28)))
                    (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
                    (br $done))
                  (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
                  (br $done))
                (call $numbers (i32.const 24) (i32.add (call $number (i32.const 24)) (i32.const 1)))
                (br $done))
              (call $numbers (i32.const 28) (call $number (i32.const 28)))
              (br $done))
            ;; Conversions have no operand; of the instructions on memory and tables most have two.
            (local.set $kind (call $byte (i32.const 0)))
            (if (i32.gt_u (local.get $kind) (i32.const 7))
              (then
                (call $numbers (i32.const 28)
                  (i32.sub (i32.const 2)
                    (i32.or (i32.and (local.get $kind) (i32.const 1)) (i32.gt_u (local.get $kind) (i32.const 14)))))))
            (br $done))
          ;; Four bytes, or eight.
          (local.set $bytes (i32.and (local.get $kind) (i32.const 15)))
          (loop $next
            (drop (call $byte (i32.const 28)))
            (local.set $bytes (i32.sub (local.get $bytes) (i32.const 1)))
            (br_if $next (local.get $bytes))))
        (br_if $operation (local.get $depth)))
      ;; What is before the function says how long it is.
      (local.set $size (i32.sub (global.get $to) (local.get $start)))
      (local.set $bytes
        (i32.add (i32.const 1)
          (i32.add (i32.gt_u (local.get $size) (i32.const 0x7f))
            (i32.add (i32.gt_u (local.get $size) (i32.const 0x3fff)) (i32.gt_u (local.get $size) (i32.const 0x1fffff))))))
      (memory.copy (i32.add (local.get $start) (local.get $bytes)) (local.get $start) (local.get $size))
      (global.set $to (i32.add (global.get $to) (local.get $bytes)))
      (loop $next
        (i32.store8 (local.get $start)
          (i32.or (i32.and (local.get $size) (i32.const 127))
            (i32.shl (i32.gt_u (local.get $size) (i32.const 127)) (i32.const 7))))
        (local.set $start (i32.add (local.get $start) (i32.const 1)))
        (br_if $next (local.tee $size (i32.shr_u (local.get $size) (i32.const 7)))))
      (br_if $function (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
