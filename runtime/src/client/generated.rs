//! What generated clients are made of.

/// Makes the client of an API, and its builder, from two structs that each hold the general one in a
/// field `inner`.
///
/// ```text
/// client! { Client, ClientBuilder, &API }
/// ```
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident, $api:expr) => {
        impl $client {
            /// A client with the credentials and the base URL that the environment holds. An empty
            /// variable counts as unset.
            ///
            /// # Errors
            ///
            /// If one of them cannot be used.
            pub fn from_env() -> Result<Self, $crate::Error> {
                $builder::from_env().build()
            }

            /// Sets up a client. Does not read the environment.
            #[must_use]
            pub fn builder() -> $builder {
                $builder {
                    inner: $crate::ClientBuilder::new($api),
                }
            }
        }

        impl AsRef<$crate::Client> for $client {
            fn as_ref(&self) -> &$crate::Client {
                &self.inner
            }
        }

        #[allow(dead_code)]
        impl $builder {
            /// A builder with the credentials and the base URL that the environment holds. An empty
            /// variable counts as unset.
            #[must_use]
            pub fn from_env() -> Self {
                Self {
                    inner: $crate::ClientBuilder::from_env($api),
                }
            }

            fn credential(
                self,
                scheme: &'static str,
                value: impl Into<$crate::Credential>,
            ) -> Self {
                Self {
                    inner: self.inner.credential(scheme, value),
                }
            }

            /// Sets the URL that all paths are relative to, with or without a slash at its end.
            #[must_use]
            pub fn base_url(self, url: impl Into<String>) -> Self {
                Self {
                    inner: self.inner.base_url(url),
                }
            }

            /// Sets the longest time that a call may take, retries included.
            #[must_use]
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self {
                    inner: self.inner.timeout(timeout),
                }
            }

            /// Sets how often a call may be repeated after a failure.
            #[must_use]
            pub fn max_retries(self, retries: u32) -> Self {
                Self {
                    inner: self.inner.max_retries(retries),
                }
            }

            /// Sets whether inputs are checked against the constraints of the API before they are sent.
            #[must_use]
            pub fn request_validation(self, on: bool) -> Self {
                Self {
                    inner: self.inner.request_validation(on),
                }
            }

            /// Sets what carries the requests.
            #[must_use]
            pub fn transport(self, transport: impl $crate::Transport + 'static) -> Self {
                Self {
                    inner: self.inner.transport(transport),
                }
            }

            /// Sets everything else: see [`ClientBuilder`]($crate::ClientBuilder).
            #[must_use]
            pub fn configure(
                self,
                change: impl FnOnce($crate::ClientBuilder) -> $crate::ClientBuilder,
            ) -> Self {
                Self {
                    inner: change(self.inner),
                }
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// If the base URL or a credential cannot be used.
            pub fn build(self) -> Result<$client, $crate::Error> {
                Ok($client {
                    inner: self.inner.build()?,
                })
            }
        }
    };
}
