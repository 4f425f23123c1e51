//! The shapes that requests are made of.

use std::collections::BTreeMap;

use super::read::{FromJson, Members, Reader};

/// An object, one row a member: its name in Rust, its key, whether it is needed. `strict`: no
/// other member may come.
macro_rules! object {
    ($type:ident { $($field:ident $key:literal $($needed:ident)?;)* }) => {
        object! { @ $type false $($field $key $($needed)?;)* }
    };
    (strict $type:ident { $($field:ident $key:literal $($needed:ident)?;)* }) => {
        object! { @ $type true $($field $key $($needed)?;)* }
    };
    (@ $type:ident $strict:literal $($field:ident $key:literal $($needed:ident)?;)*) => {
        impl $crate::wasm::json::FromJson for $type {
            fn empty() -> Self {
                Self { $($field: $crate::wasm::json::FromJson::empty()),* }
            }

            fn read(&mut self, reader: &mut $crate::wasm::json::Reader<'_>) {
                let needed = &[$($({
                    let $needed = $key;
                    $needed
                },)?)*];
                reader.object(self, needed, $strict);
            }
        }

        impl $crate::wasm::json::read::Members for $type {
            fn member(&mut self, key: &str, reader: &mut $crate::wasm::json::Reader<'_>) -> bool {
                match key {
                    $($key => $crate::wasm::json::FromJson::read(&mut self.$field, reader),)*
                    _ => return false,
                }
                true
            }
        }
    };
}

/// One of some words; the first stands where nothing was read.
macro_rules! words {
    ($type:ident { $first:ident $word:literal; $($variant:ident $other:literal;)* }) => {
        impl $crate::wasm::json::FromJson for $type {
            fn empty() -> Self {
                Self::$first
            }

            fn read(&mut self, reader: &mut $crate::wasm::json::Reader<'_>) {
                *self = match &*reader.text() {
                    $word => Self::$first,
                    $($other => Self::$variant,)*
                    _ => {
                        reader.fail();
                        return;
                    }
                }
            }
        }
    };
}

pub(super) use {object, words};

impl FromJson for String {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        *self = reader.text().into_owned();
    }
}

impl FromJson for bool {
    fn empty() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        *self = reader.take("true");
        if !*self && !reader.take("false") {
            reader.fail();
        }
    }
}

impl FromJson for i64 {
    fn empty() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        *self = reader.number();
    }
}

impl FromJson for u32 {
    fn empty() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        *self = reader.number().try_into().unwrap_or_else(|_| {
            reader.fail();
            0
        });
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn empty() -> Self {
        None
    }

    #[inline(never)]
    fn read(&mut self, reader: &mut Reader<'_>) {
        *self = None;
        if !reader.take("null") {
            self.insert(T::empty()).read(reader);
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        self.clear();
        reader.list(&mut |reader| {
            let mut value = T::empty();
            value.read(reader);
            self.push(value);
        });
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn empty() -> Self {
        (A::empty(), B::empty())
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        let mut count = 0_u8;
        reader.list(&mut |reader| {
            match count {
                0 => self.0.read(reader),
                1 => self.1.read(reader),
                _ => reader.fail(),
            }
            count = count.saturating_add(1);
        });
        if count != 2 {
            reader.fail();
        }
    }
}

impl FromJson for BTreeMap<String, String> {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        self.clear();
        reader.object(self, &[], true);
    }
}

impl Members for BTreeMap<String, String> {
    fn member(&mut self, key: &str, reader: &mut Reader<'_>) -> bool {
        self.insert(key.to_owned(), reader.text().into_owned());
        true
    }
}
