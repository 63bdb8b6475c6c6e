//! The methods of requests.

/// Makes a request of a struct that has the inputs of an operation in a field `inputs`, and a
/// [`Call`](crate::Call) in a field `call`.
///
/// ```text
/// pub struct Request<I> {
///     call: Call,
///     pub inputs: I,
/// }
///
/// request! { Request }
/// ```
///
/// One of a crate is enough for all of its operations.
#[macro_export]
macro_rules! request {
    ($request:ident) => {
        impl<I: $crate::Operation> $request<I> {
            /// A request with these inputs, such as those of another: `Request::new(client.as_ref(), other.inputs)`.
            #[inline]
            pub fn new(client: &$crate::Client, inputs: I) -> Self {
                Self {
                    call: $crate::Call::new(client),
                    inputs,
                }
            }

            /// Adds a header to this request.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call.header(name, value);
                self
            }

            /// Adds a parameter to the query of this request.
            #[inline]
            pub fn query(mut self, name: &str, value: &str) -> Self {
                self.call.query(name, value);
                self
            }

            /// Sets the longest time that this request may take, retries included.
            #[inline]
            pub fn timeout(mut self, timeout: $crate::__private::Duration) -> Self {
                self.call.timeout(timeout);
                self
            }

            /// Sets how often this request may be repeated after a failure.
            #[inline]
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.call.max_retries(retries);
                self
            }

            /// Checks the inputs against the constraints of the API. Sends nothing.
            ///
            /// # Errors
            ///
            /// All violations.
            #[inline]
            pub fn validate(&self) -> Result<(), $crate::Violations> {
                $crate::__private::validate(&self.inputs)
            }

            /// The request as it would be sent, credentials included. Sends nothing.
            ///
            /// # Errors
            ///
            /// If an input cannot be sent, a credential is missing or comes from a provider, or the body is a stream.
            #[inline]
            pub fn request(
                &self,
            ) -> Result<$crate::http::Request<$crate::bytes::Bytes>, $crate::Error> {
                $crate::__private::request(&self.call, &self.inputs)
            }

            /// Sends the request and decodes the answer.
            ///
            /// # Errors
            ///
            /// If an input violates a constraint or a credential is missing, if there is no answer, if the answer is a
            /// failure, or is not what the API's document says.
            #[inline]
            pub fn send(&self) -> $crate::Pending<I::Output> {
                $crate::__private::send(&self.call, &self.inputs)
            }

            /// Sends the request and decodes the answer as something else than what the API's document says: as
            /// [`Value`]($crate::Value) or as a type of your own choice, if the document is wrong; as
            /// [`Chunks`]($crate::Chunks), if what comes is too large to be held in memory; as `()`, if only a failure
            /// matters.
            ///
            /// The media types that are asked for are those of [`Self::send`].
            ///
            /// # Errors
            ///
            /// As of [`Self::send`].
            #[inline]
            pub fn send_as<T: $crate::Output>(&self) -> $crate::Pending<T> {
                $crate::__private::send(&self.call, &self.inputs)
            }

            /// Sends the request and returns the answer as it came, whatever its status.
            ///
            /// # Errors
            ///
            /// If an input violates a constraint or a credential is missing, or if there is no answer.
            #[inline]
            pub fn send_raw(&self) -> $crate::Pending<$crate::RawResponse<I::Output>> {
                $crate::__private::send_raw(&self.call, &self.inputs)
            }
        }

        /// Of operations whose answer can come item by item, too.
        impl<I: $crate::operation::Streamed> $request<I> {
            /// Sends the request and asks for an answer that comes item by item, in place of a whole one.
            ///
            /// Some APIs want an input that says so, besides the header that is sent here.
            ///
            /// # Errors
            ///
            /// As of [`Self::send`].
            #[inline]
            pub fn send_stream(&self) -> $crate::Pending<I::Stream> {
                $crate::__private::send_stream(&self.call, &self.inputs, I::MEDIA)
            }
        }

        /// Of operations that bring one page of a list.
        impl<T, P, I> $request<I>
        where
            T: $crate::model::Place,
            P: $crate::model::Place,
            I: $crate::Operation<Output = $crate::Page<T, P>>,
        {
            /// All items of the list, page after page: `next().await` is one of them, `into_vec().await` are all. Nothing
            /// is sent before the first item is asked for.
            #[inline]
            pub fn stream(&self) -> $crate::Items<T, P> {
                $crate::__private::items(&self.call, &self.inputs)
            }

            /// All pages of the list: `next().await` is one of them. Nothing is sent before the first page is asked for.
            #[inline]
            pub fn pages(&self) -> $crate::Pages<T, P> {
                $crate::__private::pages(&self.call, &self.inputs)
            }
        }

        /// Of operations that send an object of which inputs are members.
        impl<I: $crate::operation::MemberBody> $request<I> {
            /// Adds a member to the body of this request, in place of an input of the same name.
            #[inline]
            pub fn body_member(mut self, name: &str, value: impl Into<$crate::Value>) -> Self {
                self.call.body_member(name, value.into());
                self
            }
        }

        impl<I: Clone> Clone for $request<I> {
            fn clone(&self) -> Self {
                Self {
                    call: self.call.clone(),
                    inputs: self.inputs.clone(),
                }
            }
        }

        impl<I: $crate::__private::Debug> $crate::__private::Debug for $request<I> {
            fn fmt(
                &self,
                f: &mut $crate::__private::Formatter<'_>,
            ) -> $crate::__private::FmtResult {
                self.inputs.fmt(f)
            }
        }
    };
}
